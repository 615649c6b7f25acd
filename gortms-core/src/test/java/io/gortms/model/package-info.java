/**
 * Random sequences of operations, against the broker and against a small model of what it promises; see docs/proofs.md.
 *
 * <p>The model ({@code Model*}, {@code PollRule}) is written from the contract and shares no code with the broker. {@link
 * io.gortms.model.World} holds both side by side; {@link io.gortms.model.Operation} lists what is done to them.
 */
@NullMarked
package io.gortms.model;

import org.jspecify.annotations.NullMarked;
