package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AckWindowTest {

    private static final int SPAN = 600_000;

    @Test
    void settlesInOrderByMovingTheCursor() {
        AckWindow window = new AckWindow(5);

        assertThat(window.settle(5)).isTrue();
        assertThat(window.settle(6)).isTrue();
        assertThat(window.settle(5)).isFalse();

        assertThat(window.cursor()).isEqualTo(7);
        assertThat(window.limit()).isEqualTo(7);
        assertThat(window.settledAboveCursor()).isZero();
        assertThat(window.nextUnsettled(0)).isEqualTo(7);
    }

    @Test
    void aHoleHoldsTheCursorUntilItIsSettled() {
        AckWindow window = new AckWindow(0);
        window.settleRange(1, 3_000_000);

        assertThat(window.cursor()).isZero();
        assertThat(window.settledAboveCursor()).isEqualTo(2_999_999);
        assertThat(window.nextUnsettled(1)).isEqualTo(3_000_000);
        assertThat(window.settle(0)).isTrue();
        assertThat(window.cursor()).isEqualTo(3_000_000);
        assertThat(window.settledAboveCursor()).isZero();
    }

    @Test
    void aMillionHolesAmidHundredsOfMillionsFit() {
        AckWindow window = new AckWindow(0);
        int stride = 300;
        long end = 1_000_000L * stride;
        for (long hole = 0; hole < end; hole += stride) {
            window.settleRange(hole + 1, hole + stride);
        }

        assertThat(window.cursor()).isZero();
        assertThat(window.settledAboveCursor()).isEqualTo(end - 1_000_000);
        assertThat(window.nextUnsettled(1)).isEqualTo(stride);
        for (long hole = end - stride; hole >= 0; hole -= stride) {
            assertThat(window.settle(hole)).isTrue();
        }
        assertThat(window.cursor()).isEqualTo(end);
    }

    @Test
    void behavesLikeASetOfPositions() {
        long seed = Seeds.seed("AckWindowTest");
        for (int round = 0; round < 40; round++) {
            compareWithModel(new Random(seed + round));
        }
    }

    private static void compareWithModel(Random random) {
        long base = random.nextBoolean() ? 0 : random.nextLong(1L << 50);
        AckWindow window = new AckWindow(base);
        Model model = new Model(base);
        for (int step = 0; step < 300; step++) {
            long position = base + position(random, model.cursor - base);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> assertThat(window.settle(position)).isEqualTo(model.settle(position));
                case 3 -> assertThat(window.settle(model.cursor)).isEqualTo(model.settle(model.cursor));
                case 4, 5, 6 -> {
                    long to = position + 1 + random.nextInt(random.nextInt(8) == 0 ? 300_000 : 3_000);
                    assertThat(window.settleRange(position, to)).isEqualTo(model.settleRange(position, to));
                }
                case 7 -> {
                    if (random.nextInt(10) == 0) {
                        window.moveTo(position);
                        model.moveTo(position);
                    }
                }
                case 8 -> {
                    if (random.nextInt(4) == 0) {
                        window.cutAt(position);
                        model.cutAt(position);
                    }
                }
                default -> {
                    long to = position + random.nextInt(5_000);
                    TreeSet<Long> listed = new TreeSet<>();
                    window.forEachRange(position, to, (a, b) -> {
                        assertThat(a).isLessThan(b);
                        for (long p = a; p < b; p++) {
                            assertThat(listed.add(p)).isTrue();
                        }
                    });
                    TreeSet<Long> expected = new TreeSet<>();
                    for (long p = position; p < to; p++) {
                        if (model.isSettled(p)) {
                            expected.add(p);
                        }
                    }
                    assertThat(listed).isEqualTo(expected);
                }
            }
            model.check(window, position);
        }
    }

    private static long position(Random random, long cursor) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(SPAN);
            case 1 -> cursor + random.nextInt(3_000);
            default -> Math.max(0, cursor - random.nextInt(100));
        };
    }

    /** The slow and obvious form. */
    private static final class Model {
        private final long base;
        private final BitSet settled = new BitSet();
        private long cursor;

        Model(long base) {
            this.base = base;
            this.cursor = base;
        }

        boolean isSettled(long position) {
            return position < cursor || settled.get(index(position));
        }

        boolean settle(long position) {
            return settleRange(position, position + 1) == 1;
        }

        long settleRange(long from, long to) {
            long added = 0;
            for (long p = Math.max(from, cursor); p < to; p++) {
                added += settled.get(index(p)) ? 0 : 1;
                settled.set(index(p));
            }
            while (settled.get(index(cursor))) {
                cursor++;
            }
            return added;
        }

        void moveTo(long target) {
            cursor = target;
            settled.clear();
        }

        void cutAt(long end) {
            cursor = Math.min(cursor, end);
            settled.clear(index(end), Math.max(index(end), settled.length()));
        }

        private int index(long position) {
            return Math.toIntExact(position - base);
        }

        void check(AckWindow window, long position) {
            assertThat(window.cursor()).isEqualTo(cursor);
            BitSet above = settled.get(index(cursor), Math.max(index(cursor), settled.length()));
            assertThat(window.settledAboveCursor()).isEqualTo(above.cardinality());
            assertThat(window.limit()).isEqualTo(cursor + above.length());
            assertThat(window.isSettled(position)).isEqualTo(isSettled(position));
            int from = index(Math.max(cursor, position));
            assertThat(window.nextUnsettled(position)).isEqualTo(base + settled.nextClearBit(from));
            long next = settled.nextSetBit(from);
            assertThat(window.nextSettled(position))
                    .isEqualTo(position < cursor ? position : next < 0 ? Long.MAX_VALUE : base + next);
        }
    }
}
