/** Who gets what next, and what becomes of it. */
@NullMarked
package io.gortms.internal.delivery;

import org.jspecify.annotations.NullMarked;
