package io.gortms.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream subscriber that breaks the rules. */
@Timeout(60)
class ThrowingSubscriberTest {

    private final GroupFixture fixture = new GroupFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatItWasNotGivenYetComesAgainAtOnce() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        fixture.append(3);

        fixture.group.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(3);
            }

            @Override
            public void onNext(Delivery delivery) {
                throw new IllegalStateException("thrown by a test");
            }

            @Override
            public void onError(Throwable error) {
                ended.countDown();
            }

            @Override
            public void onComplete() {
                throw new IllegalStateException("not after an error");
            }
        });

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.group.poll(3, Duration.ZERO))
                .extracting(Delivery::position)
                .containsExactly(1L, 2L);
    }
}
