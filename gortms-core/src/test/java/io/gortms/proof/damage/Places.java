package io.gortms.proof.damage;

import io.gortms.proof.harness.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where in the files of a queue its messages stand; found by looking for their payloads, which stand at the end of each. */
final class Places {

    private static final String SEGMENT = ".cq4";

    /** A record's own header, id and headers take less. */
    private static final int MOST_HEAD_BYTES = 300;

    private final List<Place> places = new ArrayList<>();

    /** A message of which nothing stands outside this range, and nothing of another inside. */
    private record Place(Path file, long position, long from, long to) {}

    private Places() {}

    /** The messages of a queue in this data directory. */
    static Places of(Path data, String queue) throws IOException {
        Places found = new Places();
        Path journal = data.resolve(Fixture.DOMAIN).resolve(queue).resolve("journal");
        try (Stream<Path> files = Files.walk(journal)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SEGMENT)).toList()) {
                found.addAll(data.relativize(file), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private void addAll(Path file, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int before = 0;
        for (int at = 0; at + Payload.LEAST_BYTES <= bytes.length; at++) {
            int length = Payload.lengthAt(buffer, at);
            if (length > 0 && at + length <= bytes.length) {
                byte[] payload = new byte[length];
                buffer.get(at, payload);
                long position = (int) Payload.key(payload);
                places.add(new Place(file, position, Math.max(before, at - MOST_HEAD_BYTES), at + length));
                before = at + length;
                at = before - 1;
            }
        }
    }

    int count() {
        return places.size();
    }

    /** The positions of the messages that none of these changes has touched. */
    Set<Long> untouched(List<Change> changes) {
        Set<Long> positions = new HashSet<>();
        for (Place place : places) {
            if (changes.stream().noneMatch(change -> change.touches(place.file, place.from, place.to))) {
                positions.add(place.position);
            }
        }
        return positions;
    }
}
