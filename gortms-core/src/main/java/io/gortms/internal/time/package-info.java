/** The broker's clock and the one timer that runs what became due. */
@NullMarked
package io.gortms.internal.time;

import org.jspecify.annotations.NullMarked;
