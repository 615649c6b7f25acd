package io.gortms.webhooks.internal.delivery;

import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.Verdict;
import io.gortms.webhooks.WebhookAttempt.Outcome;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransportException;
import io.gortms.webhooks.internal.store.Micros;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what follows from what came back. It is fed the time. */
final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final DoubleSupplier chance;

    /** @param chance between 0 and 1, for jitter */
    Judge(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** Of an answer. */
    Judgement of(Target target, int attempt, long sinceMicros, WebhookResponse response, long nowMicros) {
        Verdict verdict = classify(target, response);
        if (verdict == Verdict.DELIVERED) {
            return Judgement.delivered();
        }
        int status = response.status();
        long hintMicros = response.headers()
                .first("Retry-After")
                .map(value -> Micros.of(RetryAfter.parse(value, Micros.instant(nowMicros))))
                .orElse(0L);
        boolean rests = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        long restMicros = rests ? hintMicros : 0;
        String what = "status " + status;
        if (verdict == Verdict.GIVE_UP) {
            return new Judgement(
                    Outcome.GIVEN_UP, 0, FailureReason.STATUS, what + ": the receiver gave it up", false, restMicros);
        }
        Judgement again =
                again(target.schedule(), attempt, sinceMicros, nowMicros, hintMicros, FailureReason.STATUS, what);
        return new Judgement(
                again.outcome(),
                again.delayMicros(),
                again.reason(),
                again.detail(),
                verdict == Verdict.DISABLE,
                restMicros);
    }

    /** Of no answer. */
    Judgement of(Target target, int attempt, long sinceMicros, Throwable error, long nowMicros) {
        FailureReason reason =
                error instanceof WebhookTransportException known ? known.reason() : FailureReason.PROTOCOL;
        return again(target.schedule(), attempt, sinceMicros, nowMicros, 0, reason, said(error));
    }

    /** What it says; it may be the application's, and fail at saying it. */
    private static String said(Throwable error) {
        try {
            String said = error instanceof WebhookTransportException ? error.getMessage() : null;
            return said == null ? error.toString() : said;
        } catch (RuntimeException | Error e) {
            return error.getClass().getName();
        }
    }

    private Judgement again(
            RetrySchedule schedule,
            int attempt,
            long sinceMicros,
            long nowMicros,
            long hintMicros,
            FailureReason reason,
            String what) {
        if (attempt >= schedule.attempts()) {
            String detail = what + "; given up after " + attempt + (attempt == 1 ? " attempt" : " attempts");
            return new Judgement(Outcome.GIVEN_UP, 0, reason, detail, false, 0);
        }
        long plannedMicros = Micros.of(schedule.delayBefore(attempt + 1, chance.getAsDouble()));
        long delayMicros = Math.max(plannedMicros, hintMicros);
        if (isTooOld(schedule, sinceMicros, Micros.later(nowMicros, delayMicros))) {
            String detail = what + "; given up since it would be older than " + schedule.maxAge();
            return new Judgement(Outcome.GIVEN_UP, 0, reason, detail, false, 0);
        }
        return new Judgement(Outcome.RETRIED, delayMicros, reason, what, false, 0);
    }

    static boolean isTooOld(RetrySchedule schedule, long sinceMicros, long atMicros) {
        Duration maxAge = schedule.maxAge();
        return !maxAge.isZero() && atMicros > Micros.later(sinceMicros, Micros.of(maxAge));
    }

    private static Verdict classify(Target target, WebhookResponse response) {
        try {
            return target.classifier().classify(response);
        } catch (RuntimeException | Error e) {
            LOG.warn("the classifier of {} failed; the webhook is tried again", target, e);
            return Verdict.RETRY;
        }
    }
}
