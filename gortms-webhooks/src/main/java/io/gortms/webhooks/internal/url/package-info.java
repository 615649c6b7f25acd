/** URLs of endpoints. */
@NullMarked
package io.gortms.webhooks.internal.url;

import org.jspecify.annotations.NullMarked;
