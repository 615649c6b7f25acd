/** How long it takes until a broker is open and its first message is there. */
@NullMarked
package io.gortms.proof.opening;

import org.jspecify.annotations.NullMarked;
