/** Who is sent to next, what an answer means, and what failures do. */
@NullMarked
package io.gortms.webhooks.internal.delivery;

import org.jspecify.annotations.NullMarked;
