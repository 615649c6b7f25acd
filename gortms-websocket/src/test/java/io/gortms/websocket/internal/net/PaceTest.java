package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long the thread of the sockets rests. */
class PaceTest {

    @Test
    void tenTimesAsLongAsItWorksOnTwoProcessors() {
        assertThat(new Pace(2).rest(1_000_000, 0)).isEqualTo(10_000_000);
        assertThat(new Pace(40).rest(1_000_000, 0)).isEqualTo(500_000);
    }

    @Test
    void littleWorkAddsUp() {
        Pace pace = new Pace(2);
        for (int i = 0; i < 3; i++) {
            assertThat(pace.rest(15_000, 0)).isZero();
        }
        assertThat(pace.rest(15_000, 0)).isEqualTo(600_000);
        assertThat(pace.rest(15_000, 0)).isZero();
    }

    @Test
    void waitingIsRest() {
        Pace pace = new Pace(2);
        for (int i = 0; i < 100; i++) {
            assertThat(pace.rest(40_000, 400_000)).isZero();
        }
    }

    @Test
    void neverLong() {
        assertThat(new Pace(1).rest(1_000_000_000, 0)).isEqualTo(200_000_000);
    }
}
