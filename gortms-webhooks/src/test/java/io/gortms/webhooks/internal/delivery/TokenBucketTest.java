package io.gortms.webhooks.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000;

    private final RateLimit limit = new RateLimit(1, Duration.ofSeconds(1), 3);

    @Test
    void aClockThatIsSetBackCostsNoMoreThanAnEmptyBucket() {
        TokenBucket bucket = new TokenBucket(limit);
        long noon = 1000 * SECOND;
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(noon)).isZero();
        }
        assertThat(bucket.take(noon)).isEqualTo(noon + SECOND);

        long earlier = 10 * SECOND;
        assertThat(bucket.take(earlier)).isEqualTo(earlier + SECOND);
        assertThat(bucket.take(earlier + SECOND)).isZero();
        assertThat(bucket.take(earlier + SECOND)).isEqualTo(earlier + 2 * SECOND);
    }
}
