package io.gortms.internal.group;

import io.gortms.StorageException;
import io.gortms.internal.journal.DamageListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Reads the entries of one file. What is damaged is skipped up to the next valid entry, and reported. */
final class LedgerReader {

    /** Takes an entry. */
    @FunctionalInterface
    interface EntryConsumer {

        /** The body is valid during the call only. A body that is too short may throw {@link BufferUnderflowException}. */
        void entry(int type, ByteBuffer body);
    }

    private final LedgerDirectory.Found file;
    private final long uid;
    private final long key;
    private final EntryConsumer consumer;
    private final DamageListener damage;
    private final CRC32C crc = new CRC32C();

    private LedgerReader(LedgerDirectory.Found file, long uid, EntryConsumer consumer, DamageListener damage) {
        this.file = file;
        this.uid = uid;
        this.key = LedgerFormat.key(uid, file.number(), file.tag());
        this.consumer = consumer;
        this.damage = damage;
    }

    /**
     * Reads a file of the queue with this uid.
     *
     * @throws StorageException if a newer version of gortms has written it
     */
    static void read(LedgerDirectory.Found file, long uid, EntryConsumer consumer, DamageListener damage) {
        LedgerReader reader = new LedgerReader(file, uid, consumer, damage);
        try (RandomAccessFile open = new RandomAccessFile(file.path().toFile(), "r")) {
            reader.read(new LedgerWindow(open));
        } catch (IOException e) {
            reader.report("it cannot be opened (" + e + "); its settlements are lost");
        }
    }

    private void read(LedgerWindow window) {
        if (window.sizeBytes() < LedgerFormat.HEADER_BYTES) {
            report("it was cut to " + window.sizeBytes() + " bytes; its settlements are lost");
            return;
        }
        checkHeader(window);
        long statedEnd = LedgerFile.statedEndBytes(window.bytesAt(0, LedgerFormat.HEADER_BYTES));
        readEntries(window, statedEnd);
        if (window.firstUnreadable() >= 0) {
            report("the disk cannot read it at " + window.firstUnreadable() + "; settlements there are lost");
        }
    }

    private void checkHeader(LedgerWindow window) {
        ByteBuffer header = window.bytesAt(0, LedgerFormat.HEADER_BYTES);
        boolean valid =
                header.getLong(0) == LedgerFormat.FILE_MAGIC && header.getInt(12) == LedgerFile.headerCrc(header);
        if (!valid) {
            report("its header is damaged; nothing depends on it");
        } else if (header.getInt(8) != LedgerFormat.VERSION) {
            throw new StorageException(
                    file.path() + " has version " + header.getInt(8) + " of its format, and this gortms reads version "
                            + LedgerFormat.VERSION + "; open it with the gortms that wrote it, or a newer one",
                    null);
        } else if (header.getLong(16) != uid) {
            report("it belongs to another queue; its settlements are not taken");
        }
        long stated = LedgerFile.statedCapacityBytes(header);
        if (stated < 0 || LedgerFile.statedEndBytes(header) < 0) {
            report("a length in its header is damaged; nothing depends on it");
        } else if (stated > window.sizeBytes()) {
            report("it was cut from " + stated + " to " + window.sizeBytes() + " bytes; settlements there are lost");
        }
    }

    private void readEntries(LedgerWindow window, long statedEnd) {
        long end = window.sizeBytes() - LedgerFormat.ENTRY_HEADER_BYTES;
        long expected = LedgerFormat.HEADER_BYTES;
        long offset = expected;
        while (offset <= end) {
            int length = validLength(window, offset);
            if (length == 0) {
                offset += Long.BYTES;
                continue;
            }
            if (offset != expected) {
                report("bytes " + expected + " to " + offset + " are damaged; the settlements there are lost");
            }
            deliver(window, offset, length);
            offset += length;
            expected = offset;
        }
        boolean goesOn = expected <= window.sizeBytes() - Long.BYTES && window.longAt(expected) != 0;
        if (goesOn || expected < statedEnd) {
            report("bytes from " + expected + " on are damaged; the settlements there are lost");
        }
    }

    /** The length of the entry here; 0 if there is none, or not of this file, or damaged. */
    private int validLength(LedgerWindow window, long offset) {
        long firstWord = window.longAt(offset);
        if (!LedgerFormat.isFirstWord(firstWord)) {
            return 0;
        }
        int length = LedgerFormat.length(firstWord);
        long secondWord = window.longAt(offset + Long.BYTES);
        if ((int) secondWord != file.tag() || offset + length > window.sizeBytes()) {
            return 0;
        }
        crc.reset();
        crc.update(body(window, offset, length));
        int check = LedgerFormat.check(key, offset, firstWord, (int) crc.getValue());
        return check == (int) (secondWord >>> 32) ? length : 0;
    }

    private void deliver(LedgerWindow window, long offset, int length) {
        int type = LedgerFormat.type(window.longAt(offset));
        try {
            consumer.entry(type, body(window, offset, length));
        } catch (BufferUnderflowException e) {
            report("the entry at " + offset + " is shorter than its kind " + type + " needs; it is skipped");
        }
    }

    private static ByteBuffer body(LedgerWindow window, long offset, int length) {
        return window.bytesAt(offset + LedgerFormat.ENTRY_HEADER_BYTES, length - LedgerFormat.ENTRY_HEADER_BYTES);
    }

    private void report(String description) {
        Path path = file.path();
        damage.onDamage(path, description, 0);
    }
}
