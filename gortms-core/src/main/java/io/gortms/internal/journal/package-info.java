/** The log of one queue: records at dense positions, on Chronicle Queue or in memory. */
@NullMarked
package io.gortms.internal.journal;

import org.jspecify.annotations.NullMarked;
