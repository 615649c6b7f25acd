/** What observers and clients of the hub are promised, tried at random over real sockets and compared with a model. */
@NullMarked
package io.gortms.websocket.proof;

import org.jspecify.annotations.NullMarked;
