package io.gortms.proof.kill;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

/** A namespace of process ids for each child, in which it is number 1; it dies with the command that made it. */
final class Namespace {

    private static final List<String> COMMAND = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

    private Namespace() {}

    /** The command that runs a child in it; where it may not be run, the test is skipped. */
    static List<String> command() throws IOException, InterruptedException {
        Process probe;
        try {
            probe = new ProcessBuilder("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "true").start();
        } catch (IOException e) {
            assumeTrue(false, "there is no unshare here: " + e.getMessage());
            throw e;
        }
        assumeTrue(probe.waitFor() == 0, "making a namespace of process ids needs root");
        return COMMAND;
    }
}
