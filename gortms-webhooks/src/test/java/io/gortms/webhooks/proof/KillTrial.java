package io.gortms.webhooks.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.harness.Receiver;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Processes that are killed one after another while they dispatch, a last one that ends, and what the receiver saw of all. */
final class KillTrial {

    /** More than can be under way to an endpoint that fails. */
    private static final int LEAST_FAILED = 3;

    private static final long SLOW_ANSWER_NANOS = 20_000_000;

    private final Path directory;
    private final Random random;
    private final int events;
    private final Map<String, Sightings> sightings = new TreeMap<>();
    private final Receiver receiver = new Receiver().forgetful();
    private volatile int life;

    KillTrial(Path directory, Random random, int events) {
        this.directory = directory;
        this.random = random;
        this.events = events;
        KillProgram.ENDPOINTS.forEach(id -> sightings.put("/" + id, new Sightings(id)));
        receiver.answer(this::onRequest);
    }

    private Answer onRequest(Receiver.Request request) {
        Answer answer = Objects.requireNonNull(sightings.get(request.path())).onRequest(request, life);
        if (request.path().endsWith(KillProgram.WIDE)) {
            LockSupport.parkNanos(SLOW_ANSWER_NANOS); // so that a death finds several under way
        }
        return answer;
    }

    /** Kills so many, each at a moment between its first receipts and its last ones. */
    void run(int deaths) throws IOException, InterruptedException {
        try (receiver) {
            for (int death = 0; death < deaths; death++) {
                life = death;
                killOne();
                assertNothingWrong();
            }
            life = deaths;
            try (Child child = start(true)) {
                child.awaitEnd();
            }
            verify(deaths);
        }
        System.out.println("  " + deaths + " deaths, " + receipts().size() + " receipts");
        sightings.values().forEach(seen -> System.out.println("  " + seen));
    }

    private void killOne() throws IOException, InterruptedException {
        int enough = events / 20 + random.nextInt(events * 9 / 10);
        try (Child child = start(false)) {
            child.awaitAlive(
                    enough + " receipts, and some that wait for a retry",
                    () -> lines(file(life)) >= enough && flaky().failed() >= LEAST_FAILED);
            child.kill();
        }
    }

    private Sightings flaky() {
        return Objects.requireNonNull(sightings.get("/" + KillProgram.FLAKY));
    }

    private Child start(boolean toTheEnd) throws IOException {
        List<String> arguments = List.of(
                directory.resolve("data").toString(),
                file(life).toString(),
                receiver.url("/"),
                Long.toString((long) life * events),
                Integer.toString(events),
                Boolean.toString(toTheEnd));
        return Child.start(KillProgram.class, arguments, directory.resolve("output-" + life));
    }

    private Path file(int ofLife) {
        return directory.resolve("receipts-" + ofLife);
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of each event whose dispatch returned, by its id. */
    private Map<String, Long> receipts() throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i <= life; i++) {
            for (String line : Files.readAllLines(file(i))) {
                int between = line.indexOf(' ');
                numbers.put(line.substring(between + 1), Long.valueOf(line.substring(0, between)));
            }
        }
        return numbers;
    }

    private void assertNothingWrong() {
        for (Sightings seen : sightings.values()) {
            assertThat(seen.wrong()).isEmpty();
        }
    }

    private void verify(int deaths) throws IOException {
        assertNothingWrong();
        assertThat(flaky().resumed())
                .as("retries of what a dead process has tried in vain")
                .isPositive();
        Map<String, Long> receipts = receipts();
        for (Sightings seen : sightings.values()) {
            Set<String> missing = new TreeSet<>(receipts.keySet());
            missing.removeAll(seen.delivered());
            assertThat(missing).as("%s", seen).isEmpty();
            // the dispatch during which a process died may have been stored, too
            assertThat(seen.delivered()).as("%s", seen).hasSizeBetween(receipts.size(), receipts.size() + deaths);
            assertThat(seen.handedOnTwice()).as("%s", seen).hasSizeLessThanOrEqualTo(deaths);
            receipts.forEach((id, number) -> assertThat(seen.body(id))
                    .startsWith("{\"event\":\"" + KillProgram.EVENT + "\",\"timestamp\":")
                    .endsWith(",\"data\":" + number + "}"));
        }
    }
}
