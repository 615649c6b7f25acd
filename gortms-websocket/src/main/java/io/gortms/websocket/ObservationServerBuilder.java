package io.gortms.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.Broker;
import io.gortms.websocket.internal.LocalServer;
import io.gortms.websocket.internal.ServerConfig;
import io.gortms.websocket.internal.auth.Origins;
import io.gortms.websocket.internal.auth.SignatureCheck;
import io.gortms.websocket.internal.console.Login;
import io.gortms.websocket.internal.net.NetSettings;
import io.gortms.websocket.internal.token.TokenCheck;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes an {@link ObservationServer}; everything has a default. Used by one thread. */
public final class ObservationServerBuilder {

    private static final int HIGHEST_PORT = 65_535;

    /** RFC 6454, 6.2; {@code null} is what pages without an address send. */
    private static final Pattern ORIGIN = Pattern.compile("null|[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#@\\s]+");

    private final Broker broker;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port = 8080;
    private @Nullable Integer consolePort;
    private @Nullable Tls tls;
    private @Nullable ServiceAccounts services;
    private Duration timestampWindow = Duration.ofMinutes(5);
    private boolean requireTls;
    private @Nullable JwtIssuer jwtIssuer;
    private final List<JwtVerifier> verifiers = new ArrayList<>();
    private @Nullable UserAuthenticator users;
    private boolean allowAnybody;
    private boolean allowPublish;
    private boolean allowManage;
    private final Set<String> allowedOrigins = new LinkedHashSet<>();
    private ObjectMapper mapper = JsonMapper.builder().build();
    private int maxFrameBytes = 1 << 20;
    private int maxConnections = 4096;
    private int maxConnectionsPerAddress = 2048;
    private int inboundRate = 100;
    private int inboundRateOfAll = 10_000;
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofSeconds(90);
    private int clientBuffer = 256;
    private long clientBufferBytes = 4L << 20;

    ObservationServerBuilder(Broker broker) {
        this.broker = Objects.requireNonNull(broker, "broker");
    }

    /**
     * The address to listen on; default loopback, which only this machine reaches.
     *
     * @param host a name or an address of this machine; {@code 0.0.0.0} for all of them
     * @throws IllegalArgumentException if there is no such address
     */
    public ObservationServerBuilder bindAddress(String host) {
        Objects.requireNonNull(host, "host");
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bindAddress is an address of this machine, not '" + host + "'", e);
        }
        return this;
    }

    /** The port for WebSocket; default 8080; 0 takes any that is free. */
    public ObservationServerBuilder port(int number) {
        port = atMost(HIGHEST_PORT, atLeast(0, number, "port"), "port");
        return this;
    }

    /** The port for the console's page, health and login; without this call there is none. 0 takes any that is free. */
    public ObservationServerBuilder console(int number) {
        consolePort = atMost(HIGHEST_PORT, atLeast(0, number, "console"), "console");
        return this;
    }

    /** Encrypts both ports; default none. */
    public ObservationServerBuilder tls(Tls encryption) {
        tls = Objects.requireNonNull(encryption, "tls");
        return this;
    }

    /** Lets services in that sign their requests. From then on nobody is let in who is not known. */
    public ObservationServerBuilder services(ServiceAccounts accounts) {
        services = Objects.requireNonNull(accounts, "services");
        return this;
    }

    /** How far the timestamp of a signature may be from the broker's clock, either way; default 5 minutes. */
    public ObservationServerBuilder timestampWindow(Duration window) {
        timestampWindow = positive(window, "timestampWindow");
        return this;
    }

    /** Whether services have to come by TLS; default false. Others find nothing (4404), and a warning is logged. */
    public ObservationServerBuilder requireTls(boolean required) {
        requireTls = required;
        return this;
    }

    /** Lets users in who have a token of this issuer. From then on nobody is let in who is not known. */
    public ObservationServerBuilder jwtIssuer(JwtIssuer issuer) {
        jwtIssuer = Objects.requireNonNull(issuer, "jwtIssuer");
        return this;
    }

    /** Lets users in who have a token that this accepts; called again, also by that. From then on nobody is let in who is not known. */
    public ObservationServerBuilder jwtVerifier(JwtVerifier verifier) {
        verifiers.add(Objects.requireNonNull(verifier, "jwtVerifier"));
        return this;
    }

    /** Lets users log in at the console's port, for a token of the {@link #jwtIssuer}. */
    public ObservationServerBuilder users(UserAuthenticator authenticator) {
        users = Objects.requireNonNull(authenticator, "users");
        return this;
    }

    /**
     * Whether anybody may see everything, and publish if that is allowed, who reaches an address that is not loopback; default
     * false.
     */
    public ObservationServerBuilder allowAnybody(boolean allow) {
        allowAnybody = allow;
        return this;
    }

    /** Whether clients may publish to the queue they watch; default false. A service or user also needs the permission. */
    public ObservationServerBuilder allowPublish(boolean allow) {
        allowPublish = allow;
        return this;
    }

    /**
     * Whether the console may change things: move, pause and resume groups, redrive and purge dead letters; default false. A
     * service or user also needs {@code manage:<domain>}, which every admin has.
     */
    public ObservationServerBuilder allowManage(boolean allow) {
        allowManage = allow;
        return this;
    }

    /**
     * Adds pages that browsers may connect from, such as {@code https://ops.example.com}; without this call those of the same
     * host on any port. Programs that are no browsers may always come.
     *
     * @throws IllegalArgumentException if one is not as browsers say it: scheme, host and, unless it is the scheme's own, port;
     *     nothing behind them
     */
    public ObservationServerBuilder allowedOrigins(String... origins) {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("an origin is what browsers send, such as https://ops.example.com or"
                        + " http://localhost:3000, without a path or a slash behind it; not '" + origin + "'");
            }
            allowedOrigins.add(origin.toLowerCase(Locale.ROOT));
        }
        return this;
    }

    /** What writes broadcasts as JSON; default a plain mapper. */
    public ObservationServerBuilder objectMapper(ObjectMapper objectMapper) {
        mapper = Objects.requireNonNull(objectMapper, "objectMapper");
        return this;
    }

    /** The largest message that a client may send, in bytes; default 1 MiB. A larger one ends the connection (1009). */
    public ObservationServerBuilder maxFrameBytes(int bytes) {
        maxFrameBytes = atLeast(125, bytes, "maxFrameBytes");
        return this;
    }

    /** How many clients there may be; default 4096. Others are turned away (4429). */
    public ObservationServerBuilder maxConnections(int count) {
        maxConnections = atLeast(1, count, "maxConnections");
        return this;
    }

    /** How many clients of one address there may be; default 2048. Others are turned away (4429). */
    public ObservationServerBuilder maxConnectionsPerAddress(int count) {
        maxConnectionsPerAddress = atLeast(1, count, "maxConnectionsPerAddress");
        return this;
    }

    /**
     * How many messages may come a second; default 100 of each client and 10,000 of all. What is too much is ignored and, by the
     * hub silently, answered with an error.
     */
    public ObservationServerBuilder inboundRate(int ofEach, int ofAll) {
        inboundRate = atLeast(1, ofEach, "inboundRate");
        inboundRateOfAll = atLeast(1, ofAll, "inboundRate of all");
        return this;
    }

    /** How long a client may take until it is let in; default 10 seconds. */
    public ObservationServerBuilder handshakeTimeout(Duration timeout) {
        handshakeTimeout = positive(timeout, "handshakeTimeout");
        return this;
    }

    /** How often clients are pinged; default 30 seconds. */
    public ObservationServerBuilder pingInterval(Duration interval) {
        pingInterval = positive(interval, "pingInterval");
        return this;
    }

    /** How long nothing may come from a client, answers to pings included, until it is disconnected; default 90 seconds. */
    public ObservationServerBuilder idleTimeout(Duration timeout) {
        idleTimeout = positive(timeout, "idleTimeout");
        return this;
    }

    /**
     * How much waits for a slow client: by default 256 messages and 4 MiB, but for one message that is larger. Of an observer the
     * oldest go then, or, where replayed ones wait, the new ones, and it is told how many; a client of the hub is disconnected.
     */
    public ObservationServerBuilder clientBuffer(int messages, long bytes) {
        clientBuffer = atLeast(1, messages, "clientBuffer");
        clientBufferBytes = Math.max(1, bytes);
        return this;
    }

    /**
     * The server, not started yet.
     *
     * @throws IllegalStateException if the options cannot hold together
     */
    public ObservationServer build() {
        if (idleTimeout.compareTo(pingInterval) <= 0) {
            throw new IllegalStateException("idleTimeout (" + idleTimeout + ") is longer than pingInterval ("
                    + pingInterval + "), or everybody who just listens is disconnected");
        }
        if (consolePort != null && consolePort == port && port != 0) {
            throw new IllegalStateException("port and console are both " + port
                    + "; WebSocket and the page have a port each, choose another for one");
        }
        checkSecurity();
        return new LocalServer(new ServerConfig(
                broker,
                address,
                port,
                consolePort,
                tls == null ? null : tls.context(),
                services == null
                        ? null
                        : new SignatureCheck(services.internal(), timestampWindow, requireTls, broker.clock()),
                tokenChecks(),
                users == null || jwtIssuer == null ? null : new Login(users, jwtIssuer, broker.clock()),
                allowPublish,
                allowManage,
                new Origins(Set.copyOf(allowedOrigins), address),
                mapper,
                new NetSettings(
                        maxFrameBytes,
                        maxConnections,
                        maxConnectionsPerAddress,
                        inboundRate,
                        inboundRateOfAll,
                        handshakeTimeout,
                        pingInterval,
                        idleTimeout,
                        clientBuffer,
                        clientBufferBytes)));
    }

    private void checkSecurity() {
        if (users != null && jwtIssuer == null) {
            throw new IllegalStateException(
                    "users(…) needs jwtIssuer(…), whose secret signs the tokens; there is no default secret");
        }
        if (users != null && consolePort == null) {
            throw new IllegalStateException("users(…) needs console(…), the port they log in at");
        }
        boolean open = services == null && tokenChecks().isEmpty();
        if (open && !address.isLoopbackAddress() && !allowAnybody) {
            throw new IllegalStateException("bindAddress " + address.getHostAddress()
                    + " is reached from elsewhere, and nobody would have to say who it is: add services(…), jwtIssuer(…) or"
                    + " jwtVerifier(…), or say allowAnybody(true)");
        }
    }

    private List<TokenCheck> tokenChecks() {
        List<TokenCheck> checks = new ArrayList<>();
        if (jwtIssuer != null) {
            checks.add(jwtIssuer.check());
        }
        verifiers.forEach(verifier -> checks.add(verifier.check()));
        return List.copyOf(checks);
    }

    private static int atLeast(int least, int value, String option) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is at least " + least + ", not " + value);
        }
        return value;
    }

    private static int atMost(int most, int value, String option) {
        if (value > most) {
            throw new IllegalArgumentException(option + " is at most " + most + ", not " + value);
        }
        return value;
    }

    private static Duration positive(Duration value, String option) {
        Objects.requireNonNull(value, option);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " is longer than zero, not " + value);
        }
        return value;
    }
}
