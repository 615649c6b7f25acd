/**
 * For tests of applications that use gortms.
 *
 * <p>Start at {@link io.gortms.junit.BrokerExtension}, which gives each test a broker of its own. {@link
 * io.gortms.junit.EventRecorder} waits for events; {@link io.gortms.junit.BrokerAssertions} needs AssertJ on the class path,
 * nothing else here does. It works with JUnit Jupiter 5 (from 5.10 on) and 6, whichever the application brings.
 */
@NullMarked
package io.gortms.junit;

import org.jspecify.annotations.NullMarked;
