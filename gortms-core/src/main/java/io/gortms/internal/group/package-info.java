/** What a consumer group has settled and still owes, and its durable form. */
@NullMarked
package io.gortms.internal.group;

import org.jspecify.annotations.NullMarked;
