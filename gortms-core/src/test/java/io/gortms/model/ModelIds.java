package io.gortms.model;

import io.gortms.model.ModelOptions.Duplicates;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which ids are known: those of what was published in the window, the newest ones if there are too many. */
final class ModelIds {

    private final Duplicates options;
    private final long nowMs;

    ModelIds(Duplicates options, long nowMs) {
        this.options = options;
        this.nowMs = nowMs;
    }

    /** Whether it was published with an id of its own, and in the window. */
    boolean isInWindow(ModelMessage message) {
        return message.ownId() && nowMs < message.publishedMs() + options.windowMs();
    }

    /** What a publish of this id is a duplicate of now; null if it is none. */
    @Nullable ModelMessage first(String id, List<ModelMessage> published) {
        Deque<ModelMessage> known = new ArrayDeque<>();
        for (ModelMessage each : published) {
            if (isInWindow(each) && find(each.id(), known) == null) {
                if (known.size() == options.maxIds()) {
                    known.remove();
                }
                known.add(each);
            }
        }
        return find(id, known);
    }

    private static @Nullable ModelMessage find(String id, Deque<ModelMessage> known) {
        return known.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    }
}
