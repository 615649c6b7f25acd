/** The server put together: who may come in, and what for. */
@NullMarked
package io.gortms.websocket.internal;

import org.jspecify.annotations.NullMarked;
