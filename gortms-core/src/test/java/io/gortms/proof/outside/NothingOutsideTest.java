package io.gortms.proof.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.proof.harness.ChildJvm;
import io.gortms.proof.harness.ReadOnly;
import io.gortms.proof.harness.Strace;
import io.gortms.proof.harness.Strace.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The system calls of a broker's whole life. The one flag of the JVM's that is given stops the JVM itself from writing its
 * performance data to the temporary directory; what is logged is the application's business, and switched off.
 */
@Timeout(300)
class NothingOutsideTest {

    private static final List<String> ON_FILES = List.of(
            "open",
            "openat",
            "openat2",
            "creat",
            "mkdir",
            "mkdirat",
            "mknod",
            "mknodat",
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "rmdir",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "truncate",
            "chmod",
            "fchmodat");

    private static final Path EVERYTHING = Path.of("/");

    /** What the JVM itself writes to: which pages a core dump would have. */
    private static final Path OF_THE_JVM = Path.of("/proc/self/coredump_filter");

    private static final Pattern FOR_WRITING = Pattern.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE");
    private static final Pattern PATH = Pattern.compile("\"([^\"]*)\"");

    @TempDir
    private Path directory;

    /** What can be written to is not written to either; what cannot is not evaded. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsWrittenElsewhereNothingIsSentNothingIsPrinted(boolean readOnly) throws Exception {
        Path data = directory.resolve("data");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        Path working = Files.createDirectory(directory.resolve("working"));
        Path trace = directory.resolve("trace");
        List<String> under = new ArrayList<>();
        if (readOnly) {
            under.addAll(ReadOnly.command(List.of(home, temporary, working), working));
        }
        under.addAll(Strace.command(trace, "network," + String.join(",", ON_FILES)));

        try (ChildJvm child = ChildJvm.of(LifeProgram.class)
                .arguments(List.of(data.toString()))
                .under(under)
                .flag("-XX:-UsePerfData")
                .flag("-Dorg.slf4j.simpleLogger.defaultLogLevel=off")
                .flag("-Duser.home=" + home)
                .flag("-Djava.io.tmpdir=" + temporary)
                .environment("HOME", home.toString())
                .environment("TMPDIR", temporary.toString())
                .in(working)
                .start(directory.resolve("output"))) {
            assertThat(child.exitCode()).as(child.output()).isZero();
            assertThat(child.output().lines().filter(line -> !isWarningOfTheJvm(line)))
                    .isEmpty();
        }

        List<Call> calls = Strace.read(trace);
        assertThat(calls.stream().filter(call -> changes(call, data)))
                .as("the trace shows what the broker does in its own directory")
                .isNotEmpty();
        assertThat(calls.stream().filter(NothingOutsideTest::connects)).isEmpty();
        assertThat(calls)
                .filteredOn(call -> changes(call, EVERYTHING))
                .filteredOn(call -> !changes(call, data) && !changes(call, OF_THE_JVM))
                .as("changes outside the data directory, tried or done")
                .isEmpty();
        for (Path untouched : List.of(home, temporary, working)) {
            try (Stream<Path> files = Files.list(untouched)) {
                assertThat(files).isEmpty();
            }
        }
    }

    /** Since Java 24 the JVM says who uses {@code sun.misc.Unsafe}; the README says how to silence that. */
    private static boolean isWarningOfTheJvm(String line) {
        return Runtime.version().feature() >= 24 && line.startsWith("WARNING: ");
    }

    /** The JDK makes sockets, and closes them, when it loads what file channels need: to see what the system can do. */
    private static boolean connects(Call call) {
        return switch (call.name()) {
            case "connect" -> !call.arguments().contains("AF_UNIX");
            case "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg" -> true;
            default -> false;
        };
    }

    /** Whether something in this directory is opened for writing, made, renamed or removed, or that is tried. */
    private boolean changes(Call call, Path within) {
        if (!ON_FILES.contains(call.name())
                || (call.name().startsWith("open")
                        && !FOR_WRITING.matcher(call.arguments()).find())) {
            return false;
        }
        Matcher path = PATH.matcher(call.arguments());
        while (path.find()) {
            if (directory.resolve("working").resolve(path.group(1)).startsWith(within)) {
                return true;
            }
        }
        return false;
    }
}
