/** Child processes, disks and messages that tell whether they are whole. */
@NullMarked
package io.gortms.proof.harness;

import org.jspecify.annotations.NullMarked;
