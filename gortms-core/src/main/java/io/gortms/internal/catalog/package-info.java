/** What is declared, as files that are replaced atomically. */
@NullMarked
package io.gortms.internal.catalog;

import org.jspecify.annotations.NullMarked;
