package io.gortms.model;

import io.gortms.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Texts of payloads and headers. */
final class Texts {

    private Texts() {}

    static String of(StoredMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    static String ofMs(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }
}
