package io.gortms.webhooks.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A key and a certificate that it signed itself, made by the JDK's keytool when a test asks for it. */
final class Identity {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore keys;

    private Identity(KeyStore keys) {
        this.keys = keys;
    }

    /** One for these subject alternative names, such as {@code dns:a.example,ip:127.0.0.1}. */
    static Identity create(Path directory, String names) throws Exception {
        Path file = Files.createTempFile(directory, "identity", ".p12");
        Files.delete(file);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + names.substring(names.indexOf(':') + 1).split(",", 2)[0],
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return new Identity(keys);
    }

    /** TLS that shows the first, or nothing, and trusts the others only. */
    static SSLContext tls(@Nullable Identity own, Identity... trusted) throws Exception {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own == null ? null : own.keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificatesOf(trusted));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    private static KeyStore certificatesOf(Identity... trusted) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, PASSWORD);
        for (int i = 0; i < trusted.length; i++) {
            certificates.setCertificateEntry("trusted" + i, certificate(trusted[i]));
        }
        return certificates;
    }

    private static Certificate certificate(Identity identity) throws GeneralSecurityException {
        return identity.keys.getCertificate("key");
    }
}
