package io.gortms.proof.power;

import io.gortms.Durability;
import io.gortms.proof.harness.ChildJvm;
import io.gortms.proof.harness.Strace;
import io.gortms.proof.harness.Strace.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of {@link PublishProgram} under strace: its receipts, and the barriers between them. */
final class ForcedCalls {

    private static final String SEGMENT = ".cq4>";
    private static final String LEDGER = ".ledger>";

    private final List<Call> calls;

    private ForcedCalls(List<Call> calls) {
        this.calls = calls;
    }

    static ForcedCalls of(Path directory, Durability opened, Durability published, int threads, int messages)
            throws Exception {
        Path trace = directory.resolve("trace");
        Path receipts = directory.resolve("receipts");
        try (ChildJvm child = ChildJvm.of(PublishProgram.class)
                .arguments(List.of(
                        directory.resolve("data").toString(),
                        receipts.toString(),
                        opened.name(),
                        published.name(),
                        Integer.toString(threads),
                        Integer.toString(messages)))
                .under(Strace.command(trace, "fdatasync,fsync,msync,write"))
                .start(directory.resolve("output"))) {
            int code = child.exitCode();
            if (code != 0) {
                throw new AssertionError("the child ended with " + code + ": " + child.output());
            }
        }
        List<Call> relevant = new ArrayList<>();
        for (Call call : Strace.read(trace)) {
            if (isBarrier(call, SEGMENT)
                    || isBarrier(call, LEDGER)
                    || call.arguments().contains(receipts + ">")) {
                relevant.add(call);
            }
        }
        return new ForcedCalls(relevant);
    }

    private static boolean isBarrier(Call call, String file) {
        return call.name().matches("fdatasync|fsync|msync") && call.arguments().contains(file) && call.succeeded();
    }

    private static boolean isNote(Call call, char note) {
        return call.name().equals("write") && call.arguments().contains("\"" + note + "\"");
    }

    /** How many receipts there were. */
    int receipts() {
        return (int) calls.stream().filter(call -> isNote(call, 'r')).count();
    }

    /** How often a segment was forced while messages were published. */
    int barriers() {
        int count = 0;
        for (Call call : published()) {
            count += isBarrier(call, SEGMENT) ? 1 : 0;
        }
        return count;
    }

    /** Receipts with no barrier between them and the receipt before. Of one publisher that must be none. */
    int receiptsWithoutBarrier() {
        int without = 0;
        boolean barrier = false;
        for (Call call : published()) {
            if (isBarrier(call, SEGMENT)) {
                barrier = true;
            } else if (isNote(call, 'r')) {
                without += barrier ? 0 : 1;
                barrier = false;
            }
        }
        return without;
    }

    private List<Call> published() {
        return calls.subList(indexOf('b'), indexOf('e'));
    }

    /** How long after the acknowledgement had returned the ledger was on the disk, in seconds. */
    double ledgerForcedAfterSeconds() {
        int acked = indexOf('a');
        return calls.subList(acked, calls.size()).stream()
                        .filter(call -> isBarrier(call, LEDGER))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("the ledger was never forced"))
                        .seconds()
                - calls.get(acked).seconds();
    }

    private int indexOf(char note) {
        for (int i = 0; i < calls.size(); i++) {
            if (isNote(calls.get(i), note)) {
                return i;
            }
        }
        throw new AssertionError("the trace has no '" + note + "'");
    }
}
