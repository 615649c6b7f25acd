/** What gortms costs, beside raw Chronicle Queue: see {@code docs/benchmarks.md}. */
@NullMarked
package io.gortms.benchmarks;

import org.jspecify.annotations.NullMarked;
