/** Frames as JSON: what is sent, and what clients ask for. */
@NullMarked
package io.gortms.websocket.internal.frame;

import org.jspecify.annotations.NullMarked;
