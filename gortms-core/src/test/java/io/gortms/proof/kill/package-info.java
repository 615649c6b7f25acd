/** Processes that publish and consume until they are killed, and what must be there afterwards. */
@NullMarked
package io.gortms.proof.kill;

import org.jspecify.annotations.NullMarked;
