/** Who may come in: signatures of services, and what services and users may do. */
@NullMarked
package io.gortms.websocket.internal.auth;

import org.jspecify.annotations.NullMarked;
