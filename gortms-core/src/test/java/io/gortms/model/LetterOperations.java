package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.DeadLetters;
import io.gortms.RedriveResult;
import io.gortms.RedriveResult.NotMoved;
import io.gortms.StoredMessage;
import io.gortms.model.ModelLetters.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Dead letters: read, given back to their groups, removed. */
final class LetterOperations {

    private LetterOperations() {}

    /** Some of the letters go back, each to its group, and begin anew there. */
    static void redrive(World world, Random random) {
        ModelQueue model = world.model();
        Predicate<Long> wanted = wanted(random);
        List<Long> asked = new ArrayList<>();
        RedriveResult result = letters(world).redrive(letter -> {
            asked.add(letter.position());
            return wanted.test(letter.position());
        });
        world.tell("redrive some of %s -> %s", asked, result);
        assertThat(asked)
                .as("letters that may go")
                .containsExactlyElementsOf(
                        model.letters().there().stream().map(Letter::position).toList());
        List<Long> notMoved = new ArrayList<>();
        long moved = 0;
        for (Letter letter : List.copyOf(model.letters().there())) {
            ModelGroup group = model.groups().get(letter.group());
            if (wanted.test(letter.position()) && group == null) {
                notMoved.add(letter.position());
            } else if (wanted.test(letter.position())) {
                model.letters().remove(letter);
                model.published(letter.message().redriven(model.end(), group, world.nowMs()));
                moved++;
            }
        }
        assertThat(result.moved()).as("how many were moved").isEqualTo(moved);
        assertThat(result.notMoved())
                .as("what was not moved")
                .extracting(NotMoved::position)
                .containsExactlyElementsOf(notMoved);
    }

    private static Predicate<Long> wanted(Random random) {
        int salt = random.nextInt(1 << 16);
        return random.nextBoolean() ? position -> true : position -> Long.bitCount(position ^ salt) % 2 == 0;
    }

    static void purge(World world, Random random) {
        ModelLetters letters = world.model().letters();
        long purged = letters(world).purge();
        world.tell("purge -> %d", purged);
        assertThat(purged).as("how many were purged").isEqualTo(letters.there().size());
        List.copyOf(letters.there()).forEach(letters::remove);
    }

    /** What is left is there, the oldest first. */
    static void browse(World world, Random random) {
        long from = random.nextInt(4);
        int max = 1 + random.nextInt(4);
        assertThat(letters(world).browse(from, max))
                .as("letters from %d on", from)
                .extracting(StoredMessage::position)
                .containsExactlyElementsOf(world.model().letters().there().stream()
                        .map(Letter::position)
                        .filter(position -> position >= from)
                        .limit(max)
                        .toList());
    }

    static DeadLetters letters(World world) {
        return world.queue().deadLetters();
    }
}
