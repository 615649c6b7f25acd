/**
 * The parts of {@link io.gortms.examples.FlightRecorderMain}. Start at {@link
 * io.gortms.examples.flightrecorder.FlightRecorderRun}.
 */
@NullMarked
package io.gortms.examples.flightrecorder;

import org.jspecify.annotations.NullMarked;
