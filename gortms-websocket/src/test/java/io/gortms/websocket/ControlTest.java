package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.Predicates;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console asks, by WebSocket. */
class ControlTest extends ServerTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final String QUEUE = "\"domain\":\"shop\",\"queue\":\"orders\"";

    @TempDir
    Path directory;

    private final JwtIssuer issuer = JwtIssuer.of(SECRET).clock(clock);
    private ConsumerGroup shipping;
    private Client client;

    @BeforeEach
    void declareGroup() {
        shipping = orders.declareGroup("shipping");
    }

    /** Connects, and gives the first frame. */
    private JsonNode connect(Consumer<ObservationServerBuilder> options, Map<String, String> headers) throws Exception {
        client = closedAtTheEnd(Kind.JDK.connect(uri(server(options), "/api/ws/console"), headers));
        return client.next();
    }

    private void manage() throws Exception {
        connect(builder -> builder.allowManage(true), Map.of());
    }

    private JsonNode frame(String type, String fields) throws Exception {
        client.send("{\"type\":\"" + type + "\",\"requestId\":\"7\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
        JsonNode frame = client.next();
        assertThat(frame.get("requestId").asText()).isEqualTo("7");
        return frame;
    }

    private JsonNode ask(String type, String fields) throws Exception {
        JsonNode frame = frame(type, fields);
        assertThat(frame.get("type").asText()).as("%s", frame).isEqualTo("reply");
        return frame.get("result");
    }

    private String refused(String type, String fields) throws Exception {
        JsonNode frame = frame(type, fields);
        assertThat(frame.get("type").asText()).as("%s", frame).isEqualTo("error");
        return frame.get("code").asText();
    }

    private void giveUp(int count) {
        for (int i = 0; i < count; i++) {
            orders.publish(i);
        }
        for (Delivery delivery : shipping.poll(count, Duration.ofSeconds(10))) {
            delivery.reject("test");
        }
    }

    @Test
    void theFirstFrameSaysWhatIsAllowed() throws Exception {
        JsonNode welcome = connect(builder -> builder.allowPublish(true), Map.of());
        assertThat(welcome.get("type").asText()).isEqualTo("welcome");
        assertThat(welcome.get("publishing").asBoolean()).isTrue();
        assertThat(welcome.get("managing").asBoolean()).isFalse();
        assertThat(welcome.has("name")).isFalse();
    }

    @Test
    void overview() throws Exception {
        manage();
        orders.publish(1);
        JsonNode domain = ask("overview", "").get("domains").get(0);
        assertThat(domain.get("name").asText()).isEqualTo("shop");
        assertThat(domain.get("mayPublish").asBoolean()).isFalse();
        assertThat(domain.get("mayManage").asBoolean()).isTrue();
        JsonNode queue = domain.get("queues").get(0);
        assertThat(queue.get("name").asText()).isEqualTo("orders");
        assertThat(queue.get("messages").asLong()).isEqualTo(1);
        assertThat(queue.get("groups").get(0).get("lag").asLong()).isEqualTo(1);
    }

    @Test
    void aQueueItsSeriesAndEvents() throws Exception {
        manage();
        orders.publish(1);
        JsonNode queue = ask("queue", QUEUE);
        assertThat(queue.get("endPosition").asLong()).isEqualTo(1);
        assertThat(queue.get("deadLetters").asLong()).isZero();
        assertThat(queue.get("options").get("maxSize").asText()).isNotEmpty();
        JsonNode group = queue.get("groups").get(0);
        assertThat(group.get("name").asText()).isEqualTo("shipping");
        assertThat(group.get("p99Millis").isNull())
                .as("nothing was measured yet")
                .isTrue();
        shipping.poll(1, Duration.ofSeconds(20)).forEach(Delivery::ack);
        assertThat(ask("queue", QUEUE).get("groups").get(0).get("p99Millis").isNumber())
                .isTrue();
        assertThat(ask("series", QUEUE + ",\"periodSeconds\":600,\"granularitySeconds\":10")
                        .get("points"))
                .hasSize(60);
        assertThat(ask("events", "").get("events").toString()).contains("group_created");
        assertThat(refused("series", QUEUE + ",\"periodSeconds\":3600,\"granularitySeconds\":7"))
                .isEqualTo("malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "earliest,0",
        "latest,5",
        "'position\",\"position\":3,\"x\":\"',3",
        "'time\",\"time\":\"2999-01-01T00:00:00Z',5"
    })
    void seek(String to, long position) throws Exception {
        for (int i = 0; i < 5; i++) {
            orders.publish(i);
        }
        manage();
        JsonNode moved = ask("seek", QUEUE + ",\"group\":\"shipping\",\"to\":\"" + to + "\"");
        assertThat(moved.get("position").asLong()).isEqualTo(position);
        assertThat(shipping.position()).isEqualTo(position);
    }

    @Test
    void pauseAndResume() throws Exception {
        manage();
        assertThat(ask("pause", QUEUE + ",\"group\":\"shipping\"").get("paused").asBoolean())
                .isTrue();
        assertThat(shipping.isPaused()).isTrue();
        ask("resume", QUEUE + ",\"group\":\"shipping\"");
        assertThat(shipping.isPaused()).isFalse();
    }

    @Test
    void deadLettersAreReadInPagesAndRedriven() throws Exception {
        giveUp(5);
        manage();
        JsonNode first = ask("letters", QUEUE + ",\"from\":0,\"max\":3");
        assertThat(first.get("count").asLong()).isEqualTo(5);
        assertThat(first.get("letters")).hasSize(3);
        assertThat(first.get("letters").get(0).get("payload").get("data").asInt())
                .isZero();
        assertThat(first.get("next").asLong()).isEqualTo(3);
        assertThat(ask("letters", QUEUE + ",\"from\":3,\"max\":3").get("next").isNull())
                .isTrue();
        assertThat(ask("redrive", QUEUE + ",\"positions\":[1,4]").get("moved").asLong())
                .isEqualTo(2);
        assertThat(ask("redrive", QUEUE + ",\"positions\":[]").get("moved").asLong())
                .isZero();
        assertThat(orders.deadLetters().count()).isEqualTo(3);
        assertThat(ask("purge", QUEUE).get("removed").asLong()).isEqualTo(3);
    }

    @Test
    void anAnswerWithLargeLettersIsCutShort() throws Exception {
        for (int i = 0; i < 5; i++) {
            orders.publish(Message.json("\"" + "x".repeat(400_000) + "\""));
        }
        for (Delivery delivery : shipping.poll(5, Duration.ofSeconds(10))) {
            delivery.reject("test");
        }
        manage();
        JsonNode page = ask("letters", QUEUE + ",\"from\":0,\"max\":100");
        assertThat(page.get("letters")).hasSize(3);
        assertThat(page.get("next").asLong()).isEqualTo(3);
    }

    @Test
    void rulesAndTheirExplanation() throws Exception {
        broker.domain("shop").declareQueue("large");
        broker.domain("shop").route("orders").to("large").when(Predicates.gt("amount", 1000));
        manage();
        JsonNode rule = ask("routes", "\"domain\":\"shop\"").get("routes").get(0);
        assertThat(rule.get("to").asText()).isEqualTo("large");
        JsonNode explained = ask("explain", QUEUE + ",\"json\":\"{\\\"amount\\\":1500}\"");
        assertThat(explained.get("copies").get(0).asText()).isEqualTo("large");
        assertThat(explained.get("rules").get(0).get("matches").asBoolean()).isTrue();
        assertThat(refused("explain", QUEUE + ",\"json\":\"{\"")).isEqualTo("invalid_payload");
        assertThat(orders.stats().published()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "seek,'\"group\":\"shipping\",\"to\":\"latest\"'",
        "pause,'\"group\":\"shipping\"'",
        "resume,'\"group\":\"shipping\"'",
        "redrive,'\"x\":1'",
        "purge,'\"x\":1'"
    })
    void nothingIsChangedUnlessItIsAllowed(String type, String fields) throws Exception {
        giveUp(2);
        orders.publish("waits");
        connect(builder -> {}, Map.of());
        assertThat(refused(type, QUEUE + "," + fields)).isEqualTo("not_allowed");
        assertThat(shipping.lag()).isEqualTo(1);
        assertThat(shipping.isPaused()).isFalse();
        assertThat(orders.deadLetters().count()).isEqualTo(2);
    }

    @Test
    void aServiceSeesAndChangesItsDomainsOnly() throws Exception {
        broker.declareDomain("secret").declareQueue("plans").declareGroup("shipping");
        ServiceAccounts services = ServiceAccounts.open(directory.resolve("services.json"), new byte[32], clock);
        String key = services.create("billing", List.of("consume:shop", "manage:shop", "manage:secret"));
        connect(
                builder -> builder.services(services).allowManage(true),
                ServiceSignature.headers("billing", key, "/api/ws/console", clock.instant()));
        JsonNode domains = ask("overview", "").get("domains");
        assertThat(domains).hasSize(1);
        assertThat(domains.get(0).get("name").asText()).isEqualTo("shop");
        ask("pause", QUEUE + ",\"group\":\"shipping\"");
        String plans = "\"domain\":\"secret\",\"queue\":\"plans\",\"group\":\"shipping\"";
        for (String type : List.of("queue", "letters", "routes", "pause", "redrive", "explain", "series")) {
            assertThat(refused(type, plans + ",\"from\":0,\"max\":1")).as(type).isEqualTo("not_allowed");
        }
        assertThat(refused("events", "")).isEqualTo("not_allowed");
    }

    @Test
    void aUserSeesAndAnAdminChanges() throws Exception {
        Consumer<ObservationServerBuilder> options =
                builder -> builder.jwtIssuer(issuer).allowManage(true);
        connect(options, bearer(User.USER));
        assertThat(ask("queue", QUEUE).get("groups")).hasSize(1);
        assertThat(refused("pause", QUEUE + ",\"group\":\"shipping\"")).isEqualTo("not_allowed");
        JsonNode welcome = connect(options, bearer(User.ADMIN));
        assertThat(welcome.get("name").asText()).isEqualTo("ann");
        ask("pause", QUEUE + ",\"group\":\"shipping\"");
        assertThat(shipping.isPaused()).isTrue();
        client = closedAtTheEnd(Kind.JDK.connect(uri(server(options), "/api/ws/console")));
        assertThat(client.awaitClosed().code()).isEqualTo(4401);
    }

    private Map<String, String> bearer(String role) {
        return Map.of("Authorization", "Bearer " + issuer.issue(new User("1", "ann", role)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | malformed",
                "[] | malformed",
                "{} | malformed",
                "{\"type\":\"queue\"} | malformed",
                "{\"type\":\"queue\",\"requestId\":1} | malformed",
                "{\"type\":\"publish\",\"requestId\":\"1\"} | unknown_type",
                "{\"type\":\"queue\",\"requestId\":\"1\",\"domain\":1} | malformed",
                "{\"type\":\"queue\",\"requestId\":\"1\",\"domain\":\"x\",\"queue\":\"y\"} | domain_not_found",
                "{\"type\":\"queue\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"y\"} | queue_not_found",
                "{\"type\":\"seek\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"group\":\"y\",\"to\":\"latest\"} | group_not_found",
                "{\"type\":\"seek\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"group\":\"shipping\",\"to\":\"position\",\"position\":-1} | malformed",
                "{\"type\":\"seek\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"group\":\"shipping\",\"to\":\"time\",\"time\":\"x\"} | malformed",
                "{\"type\":\"seek\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"group\":\"shipping\",\"to\":\"x\"} | malformed",
                "{\"type\":\"letters\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"from\":0,\"max\":101} | malformed",
                "{\"type\":\"redrive\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"positions\":{}} | malformed",
                "{\"type\":\"redrive\",\"requestId\":\"1\",\"domain\":\"shop\",\"queue\":\"orders\",\"positions\":[\"1\"]} | malformed"
            })
    void whatIsNoRequestIsAnsweredAndTheConnectionStays(String request, String code) throws Exception {
        manage();
        client.send(request);
        assertThat(client.next().get("code").asText()).isEqualTo(code);
        client.sendBinary(new byte[] {1});
        assertThat(client.next().get("code").asText()).isEqualTo("binary_not_supported");
        client.send("{\"type\":\"ping\"}");
        assertThat(client.next().get("type").asText()).isEqualTo("pong");
    }

    @Test
    void aBrokerThatIsClosed() throws Exception {
        manage();
        broker.close();
        assertThat(refused("queue", QUEUE)).isEqualTo("broker_closed");
    }
}
