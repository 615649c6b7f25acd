/** The streams of statistics and events. */
@NullMarked
package io.gortms.websocket.internal.dashboard;

import org.jspecify.annotations.NullMarked;
