/** Certificates: read, made, and looked at again when they change. */
@NullMarked
package io.gortms.websocket.internal.tls;

import org.jspecify.annotations.NullMarked;
