package io.gortms.websocket.internal.tls;

import io.gortms.websocket.SecretsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of the application's. They are only read. */
final class PemSource implements CredentialsSource {

    private static final Logger LOG = LoggerFactory.getLogger(PemSource.class);
    private static final Duration SOON = Duration.ofDays(30);

    /** What is seen of a file without reading it. */
    private record Seen(
            FileTime modified, long size, @Nullable Object identity) {}

    private final Path chain;
    private final Path key;
    private final InstantSource clock;

    PemSource(Path chain, Path key, InstantSource clock) {
        this.chain = chain;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public Object version() {
        return List.of(seen(chain), seen(key));
    }

    private static Seen seen(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Seen(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            throw new SecretsException(file, "cannot be read", e);
        }
    }

    @Override
    public Credentials load() {
        Credentials loaded = Pem.read(chain, key);
        Instant end = loaded.certificate().getNotAfter().toInstant();
        if (end.isBefore(clock.instant().plus(SOON))) {
            LOG.warn("the certificate in {} ends at {}; put another one there in time, it is read at once", chain, end);
        }
        LOG.info("TLS with the certificate in {}, until {}, SHA-256 {}", chain, end, loaded.fingerprint());
        return loaded;
    }
}
