package io.gortms.junit;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a broker of its own, closes it after the test, and fails the test if it has left something behind.
 *
 * <pre>{@code
 * @ExtendWith(BrokerExtension.class)
 * class ShippingTest {
 *     @Test
 *     void shipsWhatIsOrdered(Broker broker) { ... }
 * }
 * }</pre>
 *
 * <p>That broker is in memory, with the system's clock. For anything else there is the {@link #builder()}:
 *
 * <pre>{@code
 * @RegisterExtension
 * final BrokerExtension gortms =
 *         BrokerExtension.builder().temporaryDirectory().manualClock().build();
 * }</pre>
 *
 * <p>Parameters of test methods and of methods with {@code @BeforeEach} and {@code @AfterEach} are given
 *
 * <ul>
 *   <li>{@link Broker}: the test's broker, which is open until the {@code @AfterEach} methods are done
 *   <li>{@link EventRecorder}: what that broker has told so far
 *   <li>{@link ManualClock}: its clock, with {@link Builder#manualClock()}
 *   <li>{@code @}{@link DataDirectory} {@link Path}: where its files are, with {@link Builder#temporaryDirectory()}
 * </ul>
 *
 * Constructors and {@code @BeforeAll} get none: a broker never lives longer than one test, with any lifecycle of test
 * instances. Each invocation of a parameterised or repeated test is a test; the dynamic tests of one factory share a broker.
 *
 * <p>After the test and its {@code @AfterEach} methods the broker is closed: handlers that are at work are given 5 seconds (see
 * {@link BrokerBuilder#shutdownTimeout}), then they are interrupted. The test fails, with all that was found, if the close
 * throws; if a thread of the broker runs on, such as that of a handler which ignores its interruption; if a file
 * below the data directory is still open, where the system tells ({@code /proc/self/fd}), such as those of a second broker
 * that was opened there; and if asked, {@link Builder#failOnUnsettledLeases() if deliveries are out}. For each of these it
 * waits up to 5 seconds. The directory is deleted in any case.
 *
 * <p>Tests may run in parallel: what is found is always that test's own. Nothing is looked at that the extension has not
 * opened, such as brokers in memory that the test itself has made.
 */
public final class BrokerExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final BrokerRun.Settings settings;
    private final Namespace namespace = Namespace.create(BrokerExtension.class, this);

    /** Brokers in memory, with the system's clock. */
    public BrokerExtension() {
        this(new Builder());
    }

    private BrokerExtension(Builder builder) {
        settings = new BrokerRun.Settings(
                builder.temporaryDirectory,
                builder.manualClock,
                builder.failOnUnsettledLeases,
                builder.customiser,
                builder.patience);
    }

    /** Describes other brokers. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        context.getStore(namespace).put(BrokerRun.class, BrokerRun.open(settings));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        BrokerRun run = context.getStore(namespace).remove(BrokerRun.class, BrokerRun.class);
        if (run != null) {
            run.close(context.getExecutionException().isPresent());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Broker.class
                || type == EventRecorder.class
                || type == ManualClock.class
                || (type == Path.class && parameter.isAnnotated(DataDirectory.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        BrokerRun run = context.getStore(namespace).get(BrokerRun.class, BrokerRun.class);
        if (run == null) {
            throw new ParameterResolutionException(
                    "a broker lives for one test: take what belongs to it as parameters of"
                            + " the test method, or of one with @BeforeEach or @AfterEach");
        }
        Class<?> type = parameter.getParameter().getType();
        if (type == Broker.class) {
            return run.broker();
        } else if (type == EventRecorder.class) {
            return run.events();
        } else if (type == ManualClock.class) {
            return present(run.clock(), "the broker has the system's clock", "manualClock()");
        }
        return present(run.directory(), "the broker is in memory", "temporaryDirectory()");
    }

    private static <T> T present(@Nullable T value, String why, String option) {
        if (value == null) {
            throw new ParameterResolutionException(
                    why + "; register the extension by @RegisterExtension, with BrokerExtension.builder()." + option);
        }
        return value;
    }

    /** Describes the brokers of tests. Used by one thread. */
    public static final class Builder {

        private boolean temporaryDirectory;
        private boolean manualClock;
        private boolean failOnUnsettledLeases;
        private Consumer<BrokerBuilder> customiser = broker -> {};
        private Duration patience = Duration.ofSeconds(5);

        private Builder() {}

        /** Keeps messages on the disk: each test gets a temporary directory, which is deleted after it. Default: in memory. */
        public Builder temporaryDirectory() {
            temporaryDirectory = true;
            return this;
        }

        /** Gives each broker a {@link ManualClock} that stands at its default time. Default: the system's clock. */
        public Builder manualClock() {
            manualClock = true;
            return this;
        }

        /**
         * Sets what else a broker is given: an object mapper, an executor, a listener. Called for each test. Where messages are
         * kept is said by {@link #temporaryDirectory()}, and not here.
         */
        public Builder broker(Consumer<BrokerBuilder> options) {
            customiser = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Fails a test that ends while its broker has deliveries in flight: taken by a poll, a stream or a handler, and
         * neither settled nor expired. Handlers that are at work are given 5 seconds first. A test that has failed already
         * is not looked at, and one that has closed the broker has settled it all by that. Default: not looked at.
         */
        public Builder failOnUnsettledLeases() {
            failOnUnsettledLeases = true;
            return this;
        }

        /** How long to wait for each thing that is to end. */
        Builder patience(Duration wait) {
            patience = wait;
            return this;
        }

        /** The extension, to be kept in a field with {@code @RegisterExtension}; static or not makes no difference. */
        public BrokerExtension build() {
            return new BrokerExtension(this);
        }
    }
}
