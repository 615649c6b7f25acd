package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.QueueSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that comes again expires while it is read. */
class ExpiryWhileReadTest {

    private static final Duration TTL = Duration.ofSeconds(1);

    private final GroupFixture fixture = new GroupFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void itsKeyIsFree() {
        fixture.settings = QueueSettings.of(options -> options.ttl(TTL));
        fixture.appendWithKey("k");
        fixture.group.poll(1, Duration.ZERO).get(0).release(Duration.ofMillis(1));
        fixture.clock.advance(TTL.dividedBy(2));
        fixture.afterCall = (method, answer) -> {
            if (method.equals("next")) {
                fixture.afterCall = (m, a) -> a;
                fixture.clock.advance(TTL.dividedBy(2));
                fixture.sweep(1);
            }
            return answer;
        };

        assertThat(fixture.group.poll(1, Duration.ZERO)).isEmpty();
        fixture.appendWithKey("k");

        assertThat(fixture.group.poll(1, Duration.ZERO))
                .extracting(Delivery::position)
                .containsExactly(1L);
    }
}
