package io.gortms.contract.harness;

import io.gortms.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Payloads as text: what most scenarios publish and compare. */
public final class Texts {

    private Texts() {}

    /** A message's payload as text. */
    public static String of(StoredMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    /** The payloads of messages as texts. */
    public static List<String> all(List<? extends StoredMessage> messages) {
        return messages.stream().map(Texts::of).toList();
    }
}
