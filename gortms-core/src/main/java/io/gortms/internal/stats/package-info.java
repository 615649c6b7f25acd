/** Events, counters, series. */
@NullMarked
package io.gortms.internal.stats;

import org.jspecify.annotations.NullMarked;
