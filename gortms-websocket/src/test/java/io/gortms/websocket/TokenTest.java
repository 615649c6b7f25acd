package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Closed;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.JdkClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users come in by tokens. */
class TokenTest extends ServerTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final User ANN = new User("u1", "ann", User.ADMIN);
    private static final User BOB = new User("u2", "bob", User.USER);

    private final JwtIssuer issuer = JwtIssuer.of(SECRET).clock(clock);

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private void accepted(ObservationServer server, String token) throws Exception {
        Client client = closedAtTheEnd(Kind.JDK.connect(uri(server, ORDERS), bearer(token)));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
    }

    private Closed refused(ObservationServer server, String token) throws Exception {
        return closedAtTheEnd(Kind.JDK.connect(uri(server, ORDERS), bearer(token)))
                .awaitClosed();
    }

    @ParameterizedTest
    @EnumSource
    void withATokenAndNotWithout(Kind kind) throws Exception {
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer).allowPublish(true));
        Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS), bearer(issuer.issue(ANN))));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
        client.send("{\"type\":\"publish\",\"payload\":1}");
        client.next();
        assertThat(orders.read(0, 1)).hasSize(1);
        for (String path : new String[] {ORDERS, "/api/ws/stats", "/api/ws/events", "/api/v1/ws"}) {
            Client without = closedAtTheEnd(kind.connect(uri(server, path)));
            assertThat(without.awaitClosed()).isEqualTo(new Closed(4401, "missing bearer token"));
        }
    }

    @Test
    void aUserMayWatchAndNotPublish() throws Exception {
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer).allowPublish(true));
        Client client = closedAtTheEnd(Kind.JDK.connect(uri(server, ORDERS), bearer(issuer.issue(BOB))));
        client.next();
        client.send("{\"type\":\"publish\",\"payload\":1}");
        assertThat(client.next().get("code").asText()).isEqualTo("publish_not_allowed");
        Client statistics = closedAtTheEnd(Kind.JDK.connect(uri(server, "/api/ws/stats"), bearer(issuer.issue(BOB))));
        assertThat(statistics.next().has("messageRates")).isTrue();
    }

    @Test
    void aBrowserOffersItAsASubprotocol() throws Exception {
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer));
        JdkClient client = closedAtTheEnd(
                new JdkClient(uri(server, ORDERS), Map.of(), "gortms", "gortms.bearer." + issuer.issue(ANN)));
        assertThat(client.subprotocol()).isEqualTo("gortms");
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
        JdkClient wrong = closedAtTheEnd(new JdkClient(uri(server, ORDERS), Map.of(), "gortms", "gortms.bearer.x.y.z"));
        assertThat(wrong.awaitClosed().code()).isEqualTo(4401);
    }

    @Test
    void times() throws Exception {
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer));
        String token = issuer.issue(ANN);
        clock.advance(Duration.ofMinutes(60).minusMillis(1));
        accepted(server, token);
        clock.advance(Duration.ofMillis(1));
        assertThat(refused(server, token)).isEqualTo(new Closed(4401, "token expired"));
        String early = hs256(
                claims().issueTime(Date.from(clock.instant().plusSeconds(1))).build());
        assertThat(refused(server, early)).isEqualTo(new Closed(4401, "token not yet valid"));
        String notBefore =
                hs256(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(1)))
                        .build());
        assertThat(refused(server, notBefore)).isEqualTo(new Closed(4401, "token not yet valid"));
        String forever = hs256(claims().expirationTime(null).build());
        assertThat(refused(server, forever).code()).isEqualTo(4401);
    }

    @Test
    void whatIsNotSignedAsItShouldBe() throws Exception {
        KeyPair rsa = rsa(2048);
        ObservationServer own = server(builder -> builder.jwtIssuer(issuer));
        JWTClaimsSet claims = claims().build();
        byte[] other = SECRET.clone();
        other[0]++;
        assertThat(refused(own, new PlainJWT(claims).serialize())).isEqualTo(new Closed(4401, "invalid token"));
        assertThat(refused(own, JwtIssuer.of(other).clock(clock).issue(ANN)).code())
                .isEqualTo(4401);
        assertThat(refused(own, signed(JWSAlgorithm.HS512, new MACSigner(new byte[64]), claims))
                        .code())
                .isEqualTo(4401);
        assertThat(refused(own, signed(JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate()), claims))
                        .code())
                .isEqualTo(4401);
        assertThat(refused(own, "").code()).isEqualTo(4401);
        assertThat(refused(own, "a.b.c").code()).isEqualTo(4401);
        String[] parts = issuer.issue(ANN).split("\\.", -1);
        assertThat(refused(own, parts[0] + "." + parts[1] + ".").code()).isEqualTo(4401);

        ObservationServer ofOthers = server(builder -> builder.jwtVerifier(JwtVerifier.of(rsa.getPublic())));
        accepted(ofOthers, signed(JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate()), claims));
        String confused =
                signed(JWSAlgorithm.HS256, new MACSigner(rsa.getPublic().getEncoded()), claims);
        assertThat(refused(ofOthers, confused)).isEqualTo(new Closed(4401, "invalid token"));
        assertThat(refused(ofOthers, signed(JWSAlgorithm.RS512, new RSASSASigner(rsa.getPrivate()), claims))
                        .code())
                .isEqualTo(4401);
        assertThat(refused(ofOthers, new PlainJWT(claims).serialize()).code()).isEqualTo(4401);
    }

    @Test
    void keysOfOthers() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ec = generator.generateKeyPair();
        JwtVerifier verifier =
                JwtVerifier.of(ec.getPublic()).issuer("https://id.example.com").audience("gortms");
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer).jwtVerifier(verifier));
        ECDSASigner signer = new ECDSASigner((ECPrivateKey) ec.getPrivate());
        JWTClaimsSet.Builder right = claims().issuer("https://id.example.com").audience("gortms");
        accepted(server, signed(JWSAlgorithm.ES256, signer, right.build()));
        accepted(server, issuer.issue(BOB));
        assertThat(refused(
                                server,
                                signed(
                                        JWSAlgorithm.ES256,
                                        signer,
                                        right.audience("x").build()))
                        .code())
                .isEqualTo(4401);
        assertThat(refused(
                                server,
                                signed(
                                        JWSAlgorithm.ES256,
                                        signer,
                                        claims().audience("gortms").build()))
                        .code())
                .isEqualTo(4401);
        clock.advance(Duration.ofMinutes(11).plusSeconds(59)); // the clocks of others may differ by a minute
        accepted(
                server,
                signed(
                        JWSAlgorithm.ES256,
                        signer,
                        claims(clock.instant().minus(Duration.ofMinutes(10)).minusSeconds(59))
                                .issuer("https://id.example.com")
                                .audience("gortms")
                                .build()));
        assertThatThrownBy(() -> JwtVerifier.of(rsa(1024).getPublic())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSetOfKeys() throws Exception {
        KeyPair rsa = rsa(2048);
        RSAKey key =
                new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).keyID("k1").build();
        byte[] set = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        http.start();
        closedAtTheEnd((AutoCloseable) () -> http.stop(0));
        URI keys = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys");
        ObservationServer server = server(builder -> builder.jwtVerifier(JwtVerifier.jwks(keys)));
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims().build());
        token.sign(new RSASSASigner(rsa.getPrivate()));
        accepted(server, token.serialize());
        SignedJWT other = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims().build());
        other.sign(new RSASSASigner(rsa(2048).getPrivate()));
        assertThat(refused(server, other.serialize()).code()).isEqualTo(4401);

        http.stop(0);
        ObservationServer without = server(builder -> builder.jwtVerifier(JwtVerifier.jwks(keys)));
        assertThat(refused(without, token.serialize()).code()).isEqualTo(4401);
    }

    /** A token that names a key which is not there yet has the set fetched again. */
    @Test
    void aSetOfKeysThatChanges() throws Exception {
        KeyPair before = rsa(2048);
        KeyPair after = rsa(2048);
        AtomicReference<byte[]> set = new AtomicReference<>(keySet(before, "k1"));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/keys", exchange -> {
            byte[] now = set.get();
            exchange.sendResponseHeaders(200, now.length);
            exchange.getResponseBody().write(now);
            exchange.close();
        });
        http.start();
        closedAtTheEnd((AutoCloseable) () -> http.stop(0));
        URI keys = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys");
        ObservationServer server = server(builder -> builder.jwtVerifier(JwtVerifier.jwks(keys)));
        accepted(server, named(before, "k1"));
        set.set(keySet(after, "k2"));
        accepted(server, named(after, "k2"));
        assertThat(refused(server, named(before, "k1"))).isEqualTo(new Closed(4401, "invalid token"));
    }

    private static byte[] keySet(KeyPair pair, String name) {
        RSAKey key =
                new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(name).build();
        return new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
    }

    private String named(KeyPair pair, String name) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(name).build(), claims().build());
        token.sign(new RSASSASigner(pair.getPrivate()));
        return token.serialize();
    }

    @Test
    void withoutASecretThereIsNoServer() {
        assertThatThrownBy(() -> JwtIssuer.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        ObservationServerBuilder builder =
                ObservationServer.builder(broker).console(0).users((name, password) -> null);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jwtIssuer");
    }

    @Test
    void beyondLoopbackOnlyWithSomebodyWhoAsks() {
        ObservationServerBuilder builder =
                ObservationServer.builder(broker).port(0).bindAddress("0.0.0.0");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("allowAnybody");
        closedAtTheEnd(builder.allowAnybody(true).build());
        closedAtTheEnd(builder.allowAnybody(false).jwtIssuer(issuer).build());
    }

    private JWTClaimsSet.Builder claims() {
        return claims(clock.instant());
    }

    private static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .subject("eve")
                .claim("role", "admin")
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(10))));
    }

    private static String hs256(JWTClaimsSet claims) throws Exception {
        return signed(JWSAlgorithm.HS256, new MACSigner(SECRET), claims);
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
