/** A disk without room. */
@NullMarked
package io.gortms.proof.full;

import org.jspecify.annotations.NullMarked;
