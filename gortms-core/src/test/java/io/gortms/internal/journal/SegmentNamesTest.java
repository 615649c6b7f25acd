package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import org.junit.jupiter.api.Test;

class SegmentNamesTest {

    @Test
    void areWhatChronicleCallsItsFiles() {
        JvmAccess.open();
        RollingResourcesCache chronicle =
                new RollingResourcesCache(RollCycles.FAST_HOURLY, 0, name -> new File(name + ".cq4"), File::getName);
        Random random = JournalFixture.random("areWhatChronicleCallsItsFiles");
        for (int i = 0; i < 10_000; i++) {
            int number = i < 1_000 ? i : random.nextInt(50_000_000);
            String name = SegmentNames.of(number);
            assertThat(name).isEqualTo(chronicle.resourceFor(number).path.getName());
            assertThat(SegmentNames.parse(name)).isEqualTo(number);
        }
    }

    @Test
    void otherNamesAreNone() {
        for (String name :
                List.of("metadata.cq4t", "seal", "19700101-01F.cq4.discard", "x.cq4", "19700141-01F.cq4", "")) {
            assertThat(SegmentNames.parse(name)).as(name).isEqualTo(-1);
        }
    }
}
