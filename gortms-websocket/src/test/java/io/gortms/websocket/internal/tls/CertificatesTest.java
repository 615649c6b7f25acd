package io.gortms.websocket.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ManualClock;
import io.gortms.websocket.SecretsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are made, read, and read again. */
class CertificatesTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static final String PASSWORD = "of a test";

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(START);
    private Path certificate;
    private Path key;

    @BeforeEach
    void name() {
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
    }

    private SelfSignedSource selfSigned() {
        return new SelfSignedSource(directory, clock);
    }

    @Test
    void whatIsInOne() throws Exception {
        X509Certificate made = selfSigned().load().certificate();
        made.verify(made.getPublicKey());
        assertThat(made.getNotBefore().toInstant()).isEqualTo(START.minus(Duration.ofHours(1)));
        assertThat(made.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofDays(365)));
        assertThat(made.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(made.getBasicConstraints()).isEqualTo(-1); // no authority
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(made.getKeyUsage()).startsWith(true, false, true, false);
        assertThat(made.getSerialNumber().signum()).isEqualTo(1);
        assertThat(made.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsSpoken() {
        SSLContext context = TlsContexts.selfSigned(directory, clock);
        assertThat(TlsContexts.engine(context).getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(TlsContexts.protocols(context)).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    }

    @Test
    void itStaysUntilFewDaysAreLeft() throws Exception {
        SelfSignedSource source = selfSigned();
        Credentials first = source.load();
        Object version = source.version();
        clock.advance(Duration.ofDays(334));
        assertThat(source.version()).isEqualTo(version);
        assertThat(selfSigned().load()).isEqualTo(first);
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(source.version()).isNotEqualTo(version);
        Credentials renewed = source.load();
        assertThat(renewed).isNotEqualTo(first);
        assertThat(renewed.certificate().getNotAfter().toInstant()).isAfter(START.plus(Duration.ofDays(365)));
        assertThat(selfSigned().load()).isEqualTo(renewed);
    }

    @Test
    void whatSomebodyElsePutThereIsUsedAndNeverWritten() throws Exception {
        Credentials theirs = CertificateMaker.make(START.minus(Duration.ofDays(350))); // few days are left
        write(theirs);
        byte[] before = Files.readAllBytes(certificate);
        assertThat(selfSigned().load().chain()).isEqualTo(theirs.chain());
        clock.advance(Duration.ofDays(100)); // and now none
        assertThat(selfSigned().load().chain()).isEqualTo(theirs.chain());
        assertThat(Files.readAllBytes(certificate)).isEqualTo(before);
        Files.delete(key);
        assertThatThrownBy(() -> selfSigned().load()).isInstanceOf(SecretsException.class);
        assertThat(Files.readAllBytes(certificate)).isEqualTo(before);
        assertThat(key).doesNotExist();
    }

    @Test
    void theirsAfterOurs() throws Exception {
        selfSigned().load();
        Credentials theirs = CertificateMaker.make(START);
        Files.writeString(key, Pem.write("PRIVATE KEY", theirs.key().getEncoded())); // the certificate is ours still
        String theirKey = Files.readString(key);
        assertThatThrownBy(() -> selfSigned().load()).isInstanceOf(SecretsException.class);
        assertThat(Files.readString(key)).isEqualTo(theirKey);
        write(theirs);
        assertThat(selfSigned().load().chain()).isEqualTo(theirs.chain());
    }

    @Test
    void aCrashBetweenTheFiles() throws Exception {
        Credentials first = selfSigned().load();
        byte[] oldCertificate = Files.readAllBytes(certificate);
        clock.advance(Duration.ofDays(340));
        selfSigned().load();
        Files.write(certificate, oldCertificate); // as if the new key were written, and the certificate not
        Credentials after = selfSigned().load();
        assertThat(after.belongTogether()).isTrue();
        assertThat(after.chain()).isNotEqualTo(first.chain());
        Files.delete(certificate); // the same, the first time
        assertThat(selfSigned().load().belongTogether()).isTrue();
    }

    @Test
    void pemOfRsaAndEc() throws Exception {
        Credentials rsa = CertificateMaker.make(START);
        write(rsa);
        Files.writeString(
                certificate,
                "some text before\n" + Files.readString(certificate).replace("\n", "\r\n")
                        + Pem.write(
                                "CERTIFICATE",
                                CertificateMaker.make(START).certificate().getEncoded()));
        assertThat(Pem.read(certificate, key).chain()).hasSize(2);
        assertThat(Pem.read(certificate, key).certificate()).isEqualTo(rsa.certificate());

        Credentials ec = ec();
        write(ec);
        assertThat(Pem.read(certificate, key)).isEqualTo(ec);
        assertThat(new CurrentKeys(new PemSource(certificate, key, clock)).chooseEngineServerAlias("EC", null, null))
                .isNotNull();
    }

    @Test
    void pemThatIsNone() throws Exception {
        write(CertificateMaker.make(START));
        String right = Files.readString(key);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ec = generator.generateKeyPair();
        String other =
                Pem.write("PRIVATE KEY", CertificateMaker.make(START).key().getEncoded());
        for (List<String> wrong : List.of(
                List.of("", "no key"),
                List.of(right.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "openssl pkcs8"),
                List.of(right.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "openssl pkcs8"),
                List.of(Pem.write("PRIVATE KEY", ec.getPrivate().getEncoded()), "a key of RSA"),
                List.of(Pem.write("PRIVATE KEY", new byte[10]), "a key of RSA"),
                List.of(other, "the key of the first certificate"))) {
            Files.writeString(key, wrong.get(0));
            assertThatThrownBy(() -> Pem.read(certificate, key))
                    .isInstanceOf(SecretsException.class)
                    .hasMessageContaining(wrong.get(1));
        }
        Files.writeString(key, right);
        Files.writeString(certificate, Pem.write("CERTIFICATE", new byte[10]));
        assertThatThrownBy(() -> Pem.read(certificate, key)).hasMessageContaining("no certificate");
        Files.delete(certificate);
        assertThatThrownBy(() -> Pem.read(certificate, key)).hasMessageContaining("cannot be read");
    }

    @Test
    void filesThatChangeAreReadAgainAndWhatCannotBeUsedIsNot() throws Exception {
        Credentials first = CertificateMaker.make(START);
        write(first);
        CurrentKeys keys = new CurrentKeys(new PemSource(certificate, key, clock), 0);
        String alias = keys.chooseEngineServerAlias("RSA", null, null);
        assertThat(keys.getCertificateChain(alias)).containsExactly(first.certificate());
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNull();

        Files.writeString(certificate, "broken");
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isEqualTo(alias);

        Credentials second = CertificateMaker.make(START);
        write(second);
        String next = keys.chooseEngineServerAlias("RSA", null, null);
        assertThat(next).isNotEqualTo(alias);
        assertThat(keys.getCertificateChain(next)).containsExactly(second.certificate());
        assertThat(keys.getPrivateKey(next)).isEqualTo(second.key());
        assertThat(keys.getCertificateChain(alias)).containsExactly(first.certificate());
    }

    /** Files that are replaced while they are read. */
    private static final class Moving implements CredentialsSource {

        private final Deque<Credentials> written;

        Moving(Credentials... written) {
            this.written = new ArrayDeque<>(List.of(written));
        }

        @Override
        public Object version() {
            return written.size();
        }

        @Override
        public Credentials load() {
            return written.size() > 1 ? written.remove() : written.getFirst();
        }
    }

    @Test
    void filesThatChangeWhileTheyAreReadAreReadAgain() throws Exception {
        Credentials last = CertificateMaker.make(START);
        CurrentKeys keys =
                new CurrentKeys(new Moving(CertificateMaker.make(START), CertificateMaker.make(START), last), 0);
        for (int i = 0; i < 3; i++) {
            assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNotNull();
        }
        assertThat(keys.getCertificateChain(keys.chooseEngineServerAlias("RSA", null, null)))
                .containsExactly(last.certificate());
    }

    private void write(Credentials credentials) throws Exception {
        replace(certificate, Pem.write("CERTIFICATE", credentials.certificate().getEncoded()));
        replace(key, Pem.write("PRIVATE KEY", credentials.key().getEncoded()));
    }

    /** As a new file, whatever the resolution of the file system's times. */
    private static void replace(Path file, String content) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("fresh"), content);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** One of the curve P-256, by the JDK's own tool. */
    private Credentials ec() throws Exception {
        Path store = directory.resolve("ec.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-alias",
                        "a",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new Credentials((PrivateKey) made.getKey("a", PASSWORD.toCharArray()), List.of((X509Certificate)
                made.getCertificate("a")));
    }
}
