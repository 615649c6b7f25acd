/** The port for HTTP: the page, health and login. The JDK's HTTP server is known here only. */
@NullMarked
package io.gortms.websocket.internal.console;

import org.jspecify.annotations.NullMarked;
