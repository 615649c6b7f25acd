/** What gortms promises, shown on whole processes, real disks and real deaths; see docs/proofs.md. */
@NullMarked
package io.gortms.proof;

import org.jspecify.annotations.NullMarked;
