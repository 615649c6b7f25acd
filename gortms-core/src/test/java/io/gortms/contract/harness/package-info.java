/**
 * What runs the contract: a {@link io.gortms.contract.harness.Scenario} is a list of named steps that is run on every
 * {@link io.gortms.contract.harness.Engine}, and on the durable ones once more for each step, with a restart after it.
 */
@NullMarked
package io.gortms.contract.harness;

import org.jspecify.annotations.NullMarked;
