package io.gortms.internal.group;

/**
 * The bytes of a ledger file, version 1. Little-endian; everything begins at a multiple of 8.
 *
 * <pre>
 * file name      number (10 decimal digits) - tag (8 hex digits, random) .ledger
 *
 * file header    0  magic "GORTMSLG"            8  version (4)       12  CRC32C of 0..12 and 16..40 (4)
 *               16  uid of the queue           24  number            32  tag (4)        36  zero (4)
 *               40  pages of 4 KiB that the file is long (4)         44  complement of that (4)
 *               48  end of the entries, stored when it is closed, or 0 (4)      52  complement of that, or 0 (4)
 *               56  zero (8)
 *
 * entry          0  magic 0x4C47 (2)            2  type (1)           3  zero (1)        4  length with this header (4)
 *                8  tag of the file (4)        12  CRC32C of the body, xor a seed of uid, number, tag, offset, first word
 *               16  body: a multiple of 8 bytes
 *
 * BEGIN          0  journal end the state was cut at, or 2^63-1
 * END            0  like BEGIN
 * RANGES         0  group (4)                   4  paused (4)         8  ranges (4)     12  zero (4)
 *               16  start                      24  for each range: distance from the range before, length (varints)
 * TRIED          0  group (4)                   4  entries (4)        8  for each: distance, fields present (1), fields (varints)
 * SETTLED        0  group (4)                   4  ranges (4)         8  for each: from, to
 * HANDED_OUT     0  group (4)                   4  positions (4)      8  the positions
 * ATTEMPTS       0  group (4)                   4  deliveries (4)     8  position      16  failures (4)     20  flags (4)
 *               24  due                        32  first failure     40  last failure
 * MOVED          0  group (4)                   4  zero (4)           8  target
 * PAUSED         0  group (4)                   4  paused (4)
 * FORGOTTEN      0  group (4)                   4  zero (4)
 * </pre>
 *
 * <p>The first word of an entry is stored last, after the first word behind the entry was zeroed: the log ends at a zero
 * word, and what lies behind it is of no importance (files are used again without being wiped; the tag, in the name and in
 * each entry, tells a file's own entries from older ones). MOVED, PAUSED and FORGOTTEN are written twice in a row: losing
 * one to a flipped bit would bring settlements back that a seek has forgotten. Losing anything else only makes messages
 * come again.
 */
final class LedgerFormat {

    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    static final int HEADER_CHECKED_BYTES = 40;
    static final int ENTRY_HEADER_BYTES = 16;
    static final int MAX_ENTRY_BYTES = 1 << 16;
    static final int PAGE_BYTES = 4096;
    static final long FILE_MAGIC = 0x474C534D54524F47L;

    static final int BEGIN = 1;
    static final int END = 2;
    static final int RANGES = 3;
    static final int TRIED = 4;
    static final int SETTLED = 5;
    static final int HANDED_OUT = 6;
    static final int ATTEMPTS = 7;
    static final int MOVED = 8;
    static final int PAUSED = 9;
    static final int FORGOTTEN = 10;

    /** The end in BEGIN and END of a checkpoint that cut nothing. */
    static final long NOT_CUT = Long.MAX_VALUE;

    private static final int ENTRY_MAGIC = 0x4C47;

    private LedgerFormat() {}

    static long firstWord(int type, int length) {
        return ENTRY_MAGIC | (long) type << 16 | (long) length << 32;
    }

    static boolean isFirstWord(long word) {
        int length = length(word);
        return (word & 0xFF00_FFFFL) == ENTRY_MAGIC
                && length > ENTRY_HEADER_BYTES
                && length <= MAX_ENTRY_BYTES
                && (length & 7) == 0;
    }

    static int type(long firstWord) {
        return (int) (firstWord >>> 16) & 0xFF;
    }

    static int length(long firstWord) {
        return (int) (firstWord >>> 32);
    }

    static long secondWord(int tag, int check) {
        return (tag & 0xFFFF_FFFFL) | (long) check << 32;
    }

    /** What an entry's checksum depends on besides its bytes, so that entries of other files and places are not taken. */
    static long key(long uid, long number, int tag) {
        return mix(uid + mix(number + mix(tag)));
    }

    static int check(long key, long offset, long firstWord, int bodyCrc) {
        return bodyCrc ^ (int) mix(key + offset * 0x9E3779B97F4A7C15L + mix(firstWord));
    }

    /** Every bit of the value changes half of the bits (the finaliser of SplitMix64). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
