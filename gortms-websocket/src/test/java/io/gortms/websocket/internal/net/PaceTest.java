package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long the thread of the sockets rests. */
class PaceTest {

    @Test
    void sevenTimesAsLongAsItWorksOnTwoProcessors() {
        assertThat(new Pace(2).rest(1_000_000, 0)).isEqualTo(7_000_000);
        assertThat(new Pace(28).rest(1_000_000, 0)).isEqualTo(500_000);
    }

    @Test
    void littleWorkAddsUp() {
        Pace pace = new Pace(2);
        for (int i = 0; i < 4; i++) {
            assertThat(pace.rest(15_000, 0)).isZero();
        }
        assertThat(pace.rest(15_000, 0)).isEqualTo(525_000);
        assertThat(pace.rest(15_000, 0)).isZero();
    }

    @Test
    void waitingIsRest() {
        Pace pace = new Pace(2);
        for (int i = 0; i < 100; i++) {
            assertThat(pace.rest(50_000, 350_000)).isZero();
        }
    }

    @Test
    void neverLong() {
        assertThat(new Pace(1).rest(1_000_000_000, 0)).isEqualTo(200_000_000);
    }
}
