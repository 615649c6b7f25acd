package io.gortms.websocket.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How who fails is slowed. */
class LoginThrottleTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LoginThrottle throttle = new LoginThrottle(3);

    @Test
    void aFewAreFreeAndThenTheWaitDoubles() {
        Instant now = START;
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.wait("eve", now)).isZero();
            assertThat(throttle.failed("eve", now)).isEqualTo(i + 1);
        }
        for (int seconds = 1; seconds <= 256; seconds *= 2) {
            assertThat(throttle.wait("eve", now)).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(throttle.wait("bob", now)).isZero();
            now = now.plusSeconds(seconds);
            assertThat(throttle.wait("eve", now)).isZero();
            throttle.failed("eve", now);
        }
        throttle.failed("eve", now);
        assertThat(throttle.wait("eve", now)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aSuccessOrTimeMakesItForget() {
        for (int i = 0; i < 5; i++) {
            throttle.failed("eve", START);
        }
        Instant later = START.plus(Duration.ofMinutes(15));
        assertThat(throttle.wait("eve", later)).isZero();
        assertThat(throttle.failed("eve", later)).isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            throttle.failed("eve", later);
        }
        throttle.succeeded("eve");
        assertThat(throttle.wait("eve", later)).isZero();
    }
}
