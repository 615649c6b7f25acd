/** Sending requests: the only package that knows the HTTP client. */
@NullMarked
package io.gortms.webhooks.internal.http;

import org.jspecify.annotations.NullMarked;
