package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gortms.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of the queue: what has to come, and what may. In which order letters of one moment come is not promised. */
final class ModelLetters {

    private final List<ModelLetter> expected = new ArrayList<>();
    private final List<ModelLetter> possible = new ArrayList<>();

    /** Where the dead-letter queue was read to. */
    private long seen;

    long seen() {
        return seen;
    }

    void mustCome(ModelLetter letter) {
        expected.add(letter);
    }

    void mayCome(ModelLetter letter) {
        possible.add(letter);
    }

    /** A letter was found. */
    void check(StoredMessage letter) {
        assertThat(letter.position()).as("position in the dead-letter queue").isEqualTo(seen++);
        List<String> mismatches = new ArrayList<>();
        if (!take(expected, letter, mismatches) && !take(possible, letter, mismatches)) {
            fail("the dead letter %s %s was not to come: %s", Texts.of(letter), letter.headers(), mismatches);
        }
    }

    private static boolean take(List<ModelLetter> from, StoredMessage letter, List<String> mismatches) {
        for (ModelLetter each : from) {
            if (each.isAbout(letter)) {
                String mismatch = each.mismatch(letter);
                if (mismatch == null) {
                    return from.remove(each);
                }
                mismatches.add(mismatch + " instead of " + each);
            }
        }
        return false;
    }

    /** Whether a letter is waited for from this group about this position. */
    boolean isExpected(StoredMessage letter) {
        return expected.stream().anyMatch(each -> each.isAbout(letter));
    }

    /** Everything that had to come was found. */
    void checkComplete() {
        @Nullable Object first = expected.isEmpty() ? null : expected.get(0);
        assertThat(first).as("a dead letter that has not come").isNull();
    }
}
