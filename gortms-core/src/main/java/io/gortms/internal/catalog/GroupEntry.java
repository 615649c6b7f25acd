package io.gortms.internal.catalog;

import io.gortms.GroupSettings;

/**
 * A declared consumer group. Immutable.
 *
 * @param id never used again within the queue, not even after the group is deleted
 * @param startPosition where the group began: its {@code startFrom}, resolved when it was made. Always 0 once a queue that
 *     is not persistent has been loaded again, because such a queue begins anew
 */
public record GroupEntry(int id, String name, GroupSettings settings, long startPosition) {

    /** Checks the name. */
    public GroupEntry {
        Names.checkInternal(Names.Kind.GROUP, name);
    }
}
