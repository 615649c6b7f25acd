/** That nothing is written outside the data directory, nothing is sent, and nothing is printed. */
@NullMarked
package io.gortms.proof.outside;

import org.jspecify.annotations.NullMarked;
