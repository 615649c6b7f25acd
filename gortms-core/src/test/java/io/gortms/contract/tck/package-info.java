/** The Reactive Streams suite over {@link io.gortms.ConsumerGroup#publisher()}, on each journal. */
@NullMarked
package io.gortms.contract.tck;

import org.jspecify.annotations.NullMarked;
