/** Checks payloads against what a domain's schema says. The only room that knows the JSON Schema library. */
@NullMarked
package io.gortms.internal.schema;

import org.jspecify.annotations.NullMarked;
