package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of the queue: what has to come, and what may. In which order letters of one moment come is not promised. */
final class ModelLetters {

    private final List<ModelLetter> expected = new ArrayList<>();
    private final List<ModelLetter> possible = new ArrayList<>();

    /** Those that are there, the oldest first. */
    private final List<Letter> there = new ArrayList<>();

    /**
     * A letter that is there.
     *
     * @param position in the dead-letter queue
     */
    record Letter(long position, String group, ModelMessage message) {}

    /** Where the dead-letter queue was read to. */
    private long seen;

    long seen() {
        return seen;
    }

    List<Letter> there() {
        return there;
    }

    /** It was redriven or purged. */
    void remove(Letter letter) {
        there.remove(letter);
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
        ModelLetter found = take(expected, letter, mismatches);
        found = found == null ? take(possible, letter, mismatches) : found;
        if (found == null) {
            throw new AssertionError("the dead letter %s %s was not to come: %s"
                    .formatted(Texts.of(letter), letter.headers(), mismatches));
        }
        there.add(new Letter(letter.position(), found.group(), found.message()));
    }

    private static @Nullable ModelLetter take(List<ModelLetter> from, StoredMessage letter, List<String> mismatches) {
        for (ModelLetter each : from) {
            if (each.isAbout(letter)) {
                String mismatch = each.mismatch(letter);
                if (mismatch == null) {
                    from.remove(each);
                    return each;
                }
                mismatches.add(mismatch + " instead of " + each);
            }
        }
        return null;
    }

    /** Everything that had to come was found. */
    void checkComplete() {
        @Nullable Object first = expected.isEmpty() ? null : expected.get(0);
        assertThat(first).as("a dead letter that has not come").isNull();
    }
}
