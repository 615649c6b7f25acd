/**
 * What gortms promises, as scenarios against the public interfaces only: every journal and every engine has to keep them.
 */
@NullMarked
package io.gortms.contract;

import org.jspecify.annotations.NullMarked;
