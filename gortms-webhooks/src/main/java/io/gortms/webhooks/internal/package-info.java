/** Wiring: in which order things are opened, done and closed. */
@NullMarked
package io.gortms.webhooks.internal;

import org.jspecify.annotations.NullMarked;
