/** Runnable programs, one for each feature. The README shows parts of them. */
@NullMarked
package io.gortms.examples;

import org.jspecify.annotations.NullMarked;
