/** Payloads and headers between objects and records. */
@NullMarked
package io.gortms.internal.message;

import org.jspecify.annotations.NullMarked;
