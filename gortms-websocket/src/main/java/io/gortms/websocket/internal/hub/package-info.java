/** Broadcasting. */
@NullMarked
package io.gortms.websocket.internal.hub;

import org.jspecify.annotations.NullMarked;
