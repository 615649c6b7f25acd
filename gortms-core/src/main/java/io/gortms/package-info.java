/**
 * An embeddable message broker: domains, durable queues and consumer groups inside the application's own JVM.
 *
 * <p>Start at {@link io.gortms.Broker}. Everything public is in this package; what lies below
 * {@code io.gortms.internal} may change without notice.
 */
@NullMarked
package io.gortms;

import org.jspecify.annotations.NullMarked;
