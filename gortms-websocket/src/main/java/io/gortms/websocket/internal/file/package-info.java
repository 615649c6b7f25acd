/** Files that hold secrets. */
@NullMarked
package io.gortms.websocket.internal.file;

import org.jspecify.annotations.NullMarked;
