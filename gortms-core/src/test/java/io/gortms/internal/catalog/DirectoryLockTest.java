package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.gortms.BrokerLockedException;
import io.gortms.StorageException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryLockTest {

    private static final long OUR_PID = ProcessHandle.current().pid();

    @TempDir
    Path parent;

    @Test
    void makesTheDirectoryAndSaysWhoHoldsIt() throws Exception {
        Path data = parent.resolve("not/yet/there");

        try (DirectoryLock lock = DirectoryLock.acquire(data)) {
            assertThat(lock.directory()).isEqualTo(data.toRealPath());
            assertThat(data.resolve("broker.pid")).hasContent(Long.toString(OUR_PID));
        }

        assertThat(data.resolve("broker.pid")).content().isBlank();
    }

    @Test
    void refusesASecondBrokerOfThisProcessByWhateverPath() throws Exception {
        Path data = Files.createDirectory(parent.resolve("data"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), data);
        DirectoryLock lock = DirectoryLock.acquire(data);
        // whoever looked for the file before looking for the holder would make it anew
        Files.delete(data.resolve("broker.lock"));

        for (Path path : List.of(data, link, data.resolve("../data"))) {
            assertThatExceptionOfType(BrokerLockedException.class)
                    .isThrownBy(() -> DirectoryLock.acquire(path))
                    .satisfies(e -> assertThat(e.processId()).isEqualTo(OUR_PID))
                    .withMessageContaining("another broker of this process");
            assertThat(data.resolve("broker.lock")).doesNotExist();
        }

        lock.close();
        lock.close();
        DirectoryLock.acquire(link).close();
    }

    @Test
    void isNotFreedByTheOneThatIsRefused() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(parent)) {
            assertThatThrownBy(() -> DirectoryLock.acquire(parent)).isInstanceOf(BrokerLockedException.class);

            try (Child child = new Child(parent)) {
                assertThat(child.said()).isEqualTo("refused " + OUR_PID);
            }
            assertThat(lock.directory()).isEqualTo(parent.toRealPath());
        }
    }

    @Test
    void isNotFreedByABrokerOfAnotherClassLoader() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (DirectoryLock lock = DirectoryLock.acquire(parent);
                URLClassLoader other =
                        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> foreign = other.loadClass(DirectoryLock.class.getName());
            assertThat(foreign).isNotSameAs(DirectoryLock.class);

            assertThatThrownBy(() -> foreign.getMethod("acquire", Path.class).invoke(null, parent))
                    .cause()
                    .hasToString(new BrokerLockedException(lock.directory(), OUR_PID).toString());

            try (Child child = new Child(parent)) {
                assertThat(child.said()).isEqualTo("refused " + OUR_PID);
            }
        }
    }

    @Test
    void refusesAnotherProcessUntilThatIsKilled() throws Exception {
        try (Child child = new Child(parent)) {
            assertThat(child.said()).isEqualTo("locked");
            assertThatExceptionOfType(BrokerLockedException.class)
                    .isThrownBy(() -> DirectoryLock.acquire(parent))
                    .satisfies(e -> assertThat(e.processId()).isEqualTo(child.process.pid()))
                    .withMessageContaining("the process with id " + child.process.pid());

            child.kill();

            assertThat(parent.resolve("broker.pid")).hasContent(Long.toString(child.process.pid()));
            try (DirectoryLock lock = DirectoryLock.acquire(parent)) {
                assertThat(lock.directory().resolve("broker.pid")).hasContent(Long.toString(OUR_PID));
            }
        }
    }

    @Test
    void isFreeForAnotherProcessOnceItIsClosed() throws Exception {
        DirectoryLock.acquire(parent).close();

        try (Child child = new Child(parent)) {
            assertThat(child.said()).isEqualTo("locked");
            child.end();
            DirectoryLock.acquire(parent).close();
        }
    }

    /** In a container the next process has the id of the one that was killed: our own, or that of one that is alive. */
    @Test
    void isNotHinderedByAProcessIdThatStayedBehind() throws Exception {
        long alive = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);
        for (String pid : List.of(Long.toString(OUR_PID), Long.toString(alive), "999999999", "", "no number")) {
            Files.writeString(parent.resolve("broker.pid"), pid);
            DirectoryLock.acquire(parent).close();
        }
    }

    @Test
    void saysThatTheHolderIsUnknownWhenItsIdCannotBeRead() throws Exception {
        try (Child child = new Child(parent)) {
            assertThat(child.said()).isEqualTo("locked");
            Files.writeString(parent.resolve("broker.pid"), "");

            assertThatExceptionOfType(BrokerLockedException.class)
                    .isThrownBy(() -> DirectoryLock.acquire(parent))
                    .satisfies(e -> assertThat(e.processId()).isEqualTo(-1));
        }
    }

    @Test
    void letsOneOfManyThreadsHaveIt() throws Exception {
        AtomicInteger got = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                try {
                    start.await();
                    DirectoryLock.acquire(parent);
                    got.incrementAndGet();
                } catch (BrokerLockedException | InterruptedException e) {
                    refused.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(got).hasValue(1);
        assertThat(refused).hasValue(7);
    }

    @Test
    void isTakenOnAThreadThatHasBeenInterrupted() {
        Thread.currentThread().interrupt();
        DirectoryLock.acquire(parent).close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void saysThatAFileIsNoDirectory() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> DirectoryLock.acquire(file))
                .withMessageContaining(file + " is a file; choose a directory");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> DirectoryLock.acquire(file.resolve("data")))
                .withMessageContaining("a file is in the way");
    }

    @Test
    void saysThatAFileSystemIsNotTheRightOne() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(parent.resolve("data.zip"), Map.of("create", "true"))) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> DirectoryLock.acquire(zip.getPath("data")))
                    .withMessageContaining("not in the default file system");
        }
    }

    @Test
    void saysThatTheLockFileCannotBeOpened() throws Exception {
        Files.createDirectory(parent.resolve("broker.lock"));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> DirectoryLock.acquire(parent))
                    .withMessageContaining("cannot lock")
                    .withMessageContaining("broker.lock");
        }
    }

    @Test
    void saysWhoMayNotWrite() throws Exception {
        Path data = Files.createDirectory(parent.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(data), "this user may write everywhere");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> DirectoryLock.acquire(data))
                .withMessageContaining("let the user that runs this process read and write");
    }

    /** A process that takes the lock, says so, and holds it until its input ends. */
    private static final class Child implements AutoCloseable {
        final Process process;
        private final BufferedReader output;

        Child(Path directory) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Holder.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader();
        }

        String said() throws IOException {
            return output.readLine();
        }

        void end() throws IOException {
            process.getOutputStream().close();
            awaitEnd();
        }

        void kill() {
            process.destroyForcibly();
            awaitEnd();
        }

        @Override
        public void close() throws IOException {
            kill();
            output.close();
        }

        private void awaitEnd() {
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** What the child process runs. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (DirectoryLock lock = DirectoryLock.acquire(Path.of(arguments[0]))) {
                System.out.println("locked");
                System.out.flush();
                int ended = System.in.read();
                if (ended >= 0) {
                    throw new IOException("unexpected input for " + lock.directory());
                }
            } catch (BrokerLockedException e) {
                System.out.println("refused " + e.processId());
            }
        }
    }
}
