package io.gortms.internal.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of something that is out of the catalog already, under names that nothing else has. They are deleted when nobody
 * uses them any more; those that a crash leaves behind are in {@link Catalog#leftovers()} of the next start.
 *
 * @param directories where they are
 */
public record Removal(List<Path> directories) {

    /** Of something that has no files. */
    static final Removal NOTHING = new Removal(List.of());

    /** Copies the list. */
    public Removal {
        directories = List.copyOf(directories);
    }

    /** This one and another directory. */
    Removal and(Path directory) {
        List<Path> all = new ArrayList<>(directories);
        all.add(directory);
        return new Removal(all);
    }

    /**
     * Deletes the files, on any thread; takes as long as that takes. Can be repeated.
     *
     * @throws io.gortms.StorageException if some could not be deleted; the next start tries again
     */
    public void deleteFiles() {
        for (Path directory : directories) {
            try {
                Disk.deleteTree(directory);
            } catch (IOException e) {
                throw Disk.failed("delete", directory, e);
            }
        }
    }
}
