package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The floor is made by who appends, and raised by who deletes. */
@Timeout(60)
class FloorTest {

    private static final long RAISED = 5;
    private static final Set<Thread.State> DONE_OR_WAITING =
            EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TERMINATED);

    @TempDir
    private Path directory;

    private final FaultyDisk disk = new FaultyDisk();

    private Floor read() throws IOException {
        return Floor.read(directory, new Segments(disk, List.of()), disk, new DamageLog((file, text, lost) -> {
            throw new AssertionError(text);
        }));
    }

    @Test
    void aFloorThatIsRaisedWhileItIsMadeIsNotMadeAnew() throws Exception {
        Floor floor = read();
        FutureTask<Boolean> raising = new FutureTask<>(() -> {
            floor.raise(RAISED);
            return true;
        });
        disk.beforeAllocate = file -> {
            disk.beforeAllocate = any -> {};
            Thread raiser = new Thread(raising);
            raiser.start();
            while (!DONE_OR_WAITING.contains(raiser.getState())) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
            }
        };

        floor.create(false);

        assertThat(raising.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(floor.position()).isEqualTo(RAISED);
        assertThat(read().position()).isEqualTo(RAISED);
    }

    @Test
    void aFloorThatCannotBeMadeLeavesNothing() throws Exception {
        Floor floor = read();
        disk.beforeAllocate = file -> {
            throw new IOException("No space left on device");
        };
        assertThatThrownBy(() -> floor.create(true)).isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();

        disk.beforeAllocate = file -> {};
        floor.raise(RAISED);

        assertThat(read().position()).isEqualTo(RAISED);
    }
}
