/** JSON Web Tokens. The library for them is known here only. */
@NullMarked
package io.gortms.websocket.internal.token;

import org.jspecify.annotations.NullMarked;
