/** Bytes flipped and files cut in a data directory that nobody has open. */
@NullMarked
package io.gortms.proof.damage;

import org.jspecify.annotations.NullMarked;
