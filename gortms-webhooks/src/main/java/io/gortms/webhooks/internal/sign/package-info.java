/** Keys and signatures: what is computed from bytes, without a notion of requests or endpoints. */
@NullMarked
package io.gortms.webhooks.internal.sign;

import org.jspecify.annotations.NullMarked;
