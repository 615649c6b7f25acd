package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.RawClient;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and login. */
class ConsoleTest extends ServerTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @TempDir
    Path directory;

    private final JwtIssuer issuer = JwtIssuer.of(SECRET).clock(clock);

    private UserFile users() {
        return UserFile.open(directory.resolve("users.json"), 1000);
    }

    private ObservationServer withUsers(UserFile users) {
        return server(builder -> builder.console(0).jwtIssuer(issuer).users(users));
    }

    private static HttpRequest.Builder request(ObservationServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.consolePort() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> login(ObservationServer server, String username, String password)
            throws Exception {
        return post(server, MAPPER.writeValueAsString(Map.of("username", username, "password", password)));
    }

    private static HttpResponse<String> post(ObservationServer server, String body) throws Exception {
        return send(request(server, "/api/auth/login")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> bootstrap(ObservationServer server, String... headers) throws Exception {
        HttpRequest.Builder request = request(server, "/api/auth/bootstrap").POST(HttpRequest.BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Whatever strangers ask for, the log of the application does not grow. */
    @Test
    void headersOnly() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("com.sun.net.httpserver");
        logger.addHandler(handler);
        closedAtTheEnd((AutoCloseable) () -> logger.removeHandler(handler));
        for (String path : List.of("/api/health", "/nothing")) {
            HttpResponse<String> answer =
                    send(request(server, path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(path.equals("/nothing") ? 404 : 405);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void health() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        HttpResponse<String> ok = send(request(server, "/api/health"));
        assertThat(ok.statusCode()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(ok.body());
        assertThat(body.get("status").asText()).isEqualTo("ok");
        assertThat(body.get("checks").has("journal")).isTrue();
        assertThat(ok.headers().firstValue("Content-Type")).contains("application/json");
        broker.close();
        HttpResponse<String> down = send(request(server, "/api/health"));
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(MAPPER.readTree(down.body()).get("status").asText()).isEqualTo("down");
    }

    @Test
    void whatIsNotThere() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        assertThat(send(request(server, "/api/auth/login").POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request(server, "/api/health/x")).statusCode()).isEqualTo(404);
        assertThat(send(request(server, "/api/health").DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void theFirstAdminAndATokenThatLetsIn() throws Exception {
        ObservationServer server = withUsers(users());
        HttpRequest.Builder asked = request(server, "/api/auth/bootstrap");
        assertThat(send(asked).body()).isEqualTo("{\"needed\":true}");
        HttpResponse<String> made = bootstrap(server);
        assertThat(send(asked).body()).isEqualTo("{\"needed\":false}");
        assertThat(made.statusCode()).isEqualTo(201);
        String password = MAPPER.readTree(made.body()).get("password").asText();
        HttpResponse<String> again = bootstrap(server);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(MAPPER.readTree(again.body()).get("code").asText()).isEqualTo("bootstrap_not_needed");

        HttpResponse<String> in = login(server, "admin", password);
        assertThat(in.statusCode()).isEqualTo(200);
        assertThat(in.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode body = MAPPER.readTree(in.body());
        assertThat(body.get("user").get("username").asText()).isEqualTo("admin");
        assertThat(body.get("user").get("role").asText()).isEqualTo("admin");
        assertThat(body.get("user").get("id").asText()).isNotEmpty();
        Client client = closedAtTheEnd(Kind.JDK.connect(
                uri(server, ORDERS),
                Map.of("Authorization", "Bearer " + body.get("token").asText())));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
    }

    @Test
    void aPageOfSomebodyElseMakesNoAdmin() throws Exception {
        UserFile users = users();
        ObservationServer server = withUsers(users);
        assertThat(bootstrap(server, "Origin", "http://evil.example.com").statusCode())
                .isEqualTo(403);
        assertThat(users.users()).isEmpty();
        assertThat(bootstrap(server, "Origin", "http://127.0.0.1:1").statusCode())
                .isEqualTo(201);
    }

    /** Whoever comes by a proxy on this machine, or by a name that was given its address, is not on this machine. */
    @Test
    void whoComesByAProxyMakesNoAdmin() throws Exception {
        UserFile users = users();
        ObservationServer server = withUsers(users);
        for (String header : new String[] {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"}) {
            assertThat(bootstrap(server, header, "203.0.113.7").statusCode())
                    .as(header)
                    .isEqualTo(403);
            assertThat(send(request(server, "/api/auth/bootstrap").header(header, "203.0.113.7"))
                            .body())
                    .isEqualTo("{\"needed\":false}");
        }
        try (RawClient raw = new RawClient(server.consolePort())) {
            raw.write("POST /api/auth/bootstrap HTTP/1.0\r\nHost: rebound.example.com\r\nContent-Length: 0\r\n\r\n");
            assertThat(raw.readHead()).contains(" 403 ");
        }
        assertThat(users.users()).isEmpty();
    }

    @Test
    void failedLoginsAreSlowed() throws Exception {
        UserFile users = users();
        users.add("ann", "a good password", User.USER);
        ObservationServer server = withUsers(users);
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> wrong = login(server, "ann", "wrong " + i);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(MAPPER.readTree(wrong.body()).get("code").asText()).isEqualTo("invalid_credentials");
        }
        HttpResponse<String> slowed = login(server, "ann", "a good password");
        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.headers().firstValue("Retry-After")).contains("1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(login(server, "ann", "a good password").statusCode()).isEqualTo(200);
        assertThat(login(server, "nobody", "x").statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsNoLogin() throws Exception {
        ObservationServer server = withUsers(users());
        for (String wrong :
                new String[] {"", "{", "[]", "{}", "{\"username\":\"a\"}", "{\"username\":1,\"password\":2}"}) {
            assertThat(post(server, wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(post(server, " ".repeat(10_000)).statusCode()).isEqualTo(413);
        assertThat(send(request(server, "/api/auth/login")
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void anAuthenticatorThatFailsLetsNobodyIn() throws Exception {
        ObservationServer server =
                server(builder -> builder.console(0).jwtIssuer(issuer).users((name, password) -> {
                    throw new IllegalStateException("thrown by a test");
                }));
        assertThat(login(server, "ann", "x").statusCode()).isEqualTo(401);
        assertThat(bootstrap(server).statusCode()).isEqualTo(409);
    }

    @Test
    void usersAreThereAfterARestart() throws Exception {
        UserFile users = users();
        User ann = users.add("ann", "a good password", User.ADMIN);
        users.add("bob", "another password", User.USER);
        users.setPassword("ann", "a better password");
        users.remove("bob");
        UserFile again = users();
        assertThat(again.users()).containsExactly(ann);
        assertThat(again.authenticate("ann", "a better password")).contains(ann);
        assertThat(again.authenticate("ann", "a good password")).isEmpty();
        assertThat(again.authenticate("bob", "another password")).isEmpty();
        assertThat(again.bootstrap("admin")).isEmpty();
        assertThat(Files.readString(directory.resolve("users.json")))
                .contains("pbkdf2-sha256$1000$")
                .doesNotContain("password\":\"a");
        assertThatThrownBy(() -> again.add("ann", "a good password", User.USER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> again.add("cid", "short", User.USER)).isInstanceOf(IllegalArgumentException.class);
        Files.writeString(directory.resolve("users.json"), "{");
        assertThatThrownBy(this::users).isInstanceOf(SecretsException.class);
    }

    @Test
    void aPortInUseAndNothingIsLeft() {
        ObservationServer first = server(builder -> builder.console(0));
        ObservationServer second = closedAtTheEnd(ObservationServer.builder(broker)
                .port(0)
                .console(first.consolePort())
                .build());
        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        PortInUseException.class, e -> assertThat(e.port()).isEqualTo(first.consolePort()));
        assertThatThrownBy(second::port).isInstanceOf(IllegalStateException.class);
    }

    /** As many as there are threads, so nobody is answered until they are cut off. */
    @Test
    @Tag("proof")
    void requestsThatAreNotFinished() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        for (int i = 0; i < 16; i++) {
            Socket half = closedAtTheEnd(new Socket(InetAddress.getLoopbackAddress(), server.consolePort()));
            half.getOutputStream().write("GET /api/health HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
        }
        HttpRequest.Builder health = request(server, "/api/health").timeout(Duration.ofSeconds(60));
        assertThat(send(health).statusCode()).isEqualTo(200);
    }
}
