/** What nobody needs any more goes: which messages those are, and when to look. */
@NullMarked
package io.gortms.internal.retention;

import org.jspecify.annotations.NullMarked;
