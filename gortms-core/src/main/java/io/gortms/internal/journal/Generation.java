package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one opening of a journal has appended: a directory of its own, {@code 00000003-a1b2c3d4e5f60718}, made at the first
 * append and never appended to by a later opening. So no half-made file, lock or torn header of a process that died is ever
 * in the way of the next one.
 *
 * @param number counts up by opening
 * @param origin random; in every record and, so that no damaged record hides it, in the directory's name
 */
record Generation(int number, long origin, Path directory) {

    private static final int NUMBER_DIGITS = 8;
    private static final Pattern NAME = Pattern.compile("([0-9]{8})-([0-9a-f]{16})");

    static Generation of(int number, long origin, Path journal) {
        String digits = Integer.toString(number);
        String name = "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length()))
                + digits
                + '-'
                + HexFormat.of().toHexDigits(origin);
        return new Generation(number, origin, journal.resolve(name));
    }

    /** The generation of this directory, or null if it is none's. */
    static @Nullable Generation parse(Path directory) {
        Matcher matcher = NAME.matcher(directory.getFileName().toString());
        if (!matcher.matches()) {
            return null;
        }
        return new Generation(
                Integer.parseInt(matcher.group(1)), HexFormat.fromHexDigitsToLong(matcher.group(2)), directory);
    }

    /** Returns when its name, and the name of the journal, are on the disk. */
    void forceNames(Disk disk) throws IOException {
        Path journal = directory.toAbsolutePath().getParent();
        if (journal != null) {
            disk.forceDirectory(journal);
            Path holder = journal.getParent();
            if (holder != null) {
                disk.forceDirectory(holder);
            }
        }
    }

    Path segment(int segmentNumber) {
        return directory.resolve(SegmentNames.of(segmentNumber));
    }
}
