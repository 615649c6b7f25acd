package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ExpiryAction;
import io.gortms.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that expired is on its way to the graveyard when somebody asks for messages. */
class GivenUpOnceTest {

    private final GroupFixture fixture = new GroupFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void itIsDeadLetteredOnce() {
        List<Long> letters = new ArrayList<>();
        fixture.settings =
                QueueSettings.of(options -> options.ttl(Duration.ofSeconds(1)).expiry(ExpiryAction.DEAD_LETTER));
        fixture.graveyard = (stored, headers) -> {
            letters.add(stored.position());
            assertThat(fixture.group.poll(1, Duration.ZERO)).isEmpty();
        };
        fixture.append(2);
        fixture.clock.advance(Duration.ofSeconds(2));

        fixture.sweep(2);

        assertThat(letters).containsExactly(0L, 1L);
        assertThat(fixture.group.stats().deadLettered()).isEqualTo(2);
        assertThat(fixture.group.lag()).isZero();
    }
}
