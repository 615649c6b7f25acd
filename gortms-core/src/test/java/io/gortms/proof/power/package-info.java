/** What is forced to the disk, and when. */
@NullMarked
package io.gortms.proof.power;

import org.jspecify.annotations.NullMarked;
