/** Copies and redriven dead letters, whose two ends a death must not tear apart. */
@NullMarked
package io.gortms.proof.copies;

import org.jspecify.annotations.NullMarked;
