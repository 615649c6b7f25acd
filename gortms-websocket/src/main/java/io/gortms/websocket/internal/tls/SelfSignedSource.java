package io.gortms.websocket.internal.tls;

import io.gortms.websocket.SecretsException;
import io.gortms.websocket.internal.file.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate of our own in {@code server.crt}, its key in {@code server.key} (mode 600). Made where there is none, and again when
 * fewer than 30 days are left. {@code server.made} holds the SHA-256 of each file that was made here, one in a line: a file that is
 * not in it is somebody else's, and then both files are used as they are, and never written.
 *
 * <p>What is about to be written is put down in {@code server.made} before, so that a crash at any point leaves nothing that
 * looks like somebody else's.
 */
final class SelfSignedSource implements CredentialsSource {

    private static final Logger LOG = LoggerFactory.getLogger(SelfSignedSource.class);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private final Path certificate;
    private final Path key;
    private final Path made;
    private final InstantSource clock;
    private final PemSource files;
    private Instant renewAt = Instant.MAX;

    SelfSignedSource(Path directory, InstantSource clock) {
        this.certificate = directory.resolve("server.crt");
        this.key = directory.resolve("server.key");
        this.made = directory.resolve("server.made");
        this.clock = clock;
        this.files = new PemSource(certificate, key, clock);
    }

    @Override
    public Object version() {
        return List.of(files.version(), clock.instant().isBefore(renewAt));
    }

    @Override
    public Credentials load() {
        try {
            if (!isOurs()) {
                renewAt = Instant.MAX;
                return files.load();
            }
            if (!isUsable()) {
                make();
            }
            Credentials loaded = Pem.read(certificate, key);
            renewAt = loaded.certificate().getNotAfter().toInstant().minus(RENEWED_BEFORE);
            return loaded;
        } catch (IOException | GeneralSecurityException e) {
            throw new SecretsException(certificate, "cannot be made", e);
        }
    }

    private boolean isOurs() throws IOException, GeneralSecurityException {
        Set<String> known = known();
        return isOurs(certificate, known) && isOurs(key, known);
    }

    private static boolean isOurs(Path file, Set<String> known) throws IOException, GeneralSecurityException {
        return !Files.exists(file) || known.contains(hash(Files.readAllBytes(file)));
    }

    private Set<String> known() throws IOException {
        return Files.exists(made) ? new LinkedHashSet<>(Files.readAllLines(made)) : new LinkedHashSet<>();
    }

    /** Whether both files are there, go together, and have enough time left. */
    private boolean isUsable() {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try {
            Instant end = Pem.read(certificate, key).certificate().getNotAfter().toInstant();
            return end.minus(RENEWED_BEFORE).isAfter(clock.instant());
        } catch (SecretsException e) { // a crash between the two files
            return false;
        }
    }

    private void make() throws IOException, GeneralSecurityException {
        Credentials fresh = CertificateMaker.make(clock.instant());
        byte[] keyText = Pem.write("PRIVATE KEY", fresh.key().getEncoded()).getBytes(StandardCharsets.US_ASCII);
        byte[] certificateText =
                Pem.write("CERTIFICATE", fresh.certificate().getEncoded()).getBytes(StandardCharsets.US_ASCII);
        Set<String> ours = new LinkedHashSet<>();
        for (Path file : List.of(certificate, key)) {
            if (Files.exists(file)) {
                ours.add(hash(Files.readAllBytes(file)));
            }
        }
        ours.add(hash(keyText));
        ours.add(hash(certificateText));
        SecretFile.write(made, (String.join("\n", ours) + "\n").getBytes(StandardCharsets.US_ASCII));
        SecretFile.write(key, keyText);
        SecretFile.writeReadable(certificate, certificateText);
        LOG.info(
                "made a self-signed certificate {} with the key {} for localhost, 127.0.0.1 and ::1, until {}, SHA-256 {}",
                certificate,
                key,
                fresh.certificate().getNotAfter().toInstant(),
                fresh.fingerprint());
    }

    private static String hash(byte[] content) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
