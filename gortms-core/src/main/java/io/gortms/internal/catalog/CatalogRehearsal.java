package io.gortms.internal.catalog;

import io.gortms.GroupSettings;
import io.gortms.QueueSettings;
import java.nio.file.Path;

/** Loads and links what reading the first declaration needs, in memory. */
public final class CatalogRehearsal {

    private CatalogRehearsal() {}

    /** Touches no file. */
    public static void run() {
        QueueEntry declared = QueueEntry.create("domain", "queue", QueueSettings.defaults(false))
                .withNewGroup("group", GroupSettings.defaults(), 0);
        String json = JsonWriter.write(EntryJson.encode(declared));
        EntryJson.queue("domain", "queue", new Fields(Path.of("queue.json"), JsonReader.parse(json)));
    }
}
