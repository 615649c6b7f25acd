/** What the console asks and orders: a class for each family of requests. */
@NullMarked
package io.gortms.websocket.internal.control;

import org.jspecify.annotations.NullMarked;
