/** Processes that dispatch until they are killed, and very many webhooks that wait. */
@NullMarked
package io.gortms.webhooks.proof;

import org.jspecify.annotations.NullMarked;
