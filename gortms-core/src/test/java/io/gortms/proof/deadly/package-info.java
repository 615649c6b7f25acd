/** A message whose handler ends the process, again and again. */
@NullMarked
package io.gortms.proof.deadly;

import org.jspecify.annotations.NullMarked;
