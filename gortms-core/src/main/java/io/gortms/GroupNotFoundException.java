package io.gortms;

import java.util.List;

/** There is no group of this name, or it has been deleted. */
public final class GroupNotFoundException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String domain;
    private final String queue;
    private final String group;

    /** Names what was asked for, and the nearest names that exist. */
    public GroupNotFoundException(String domain, String queue, String group, List<String> nearest) {
        super("there is no group '" + group + "'" + " of the queue '" + domain + "." + queue + "'"
                + (nearest.isEmpty() ? "" : "; the nearest existing names are " + String.join(", ", nearest))
                + "; declare it first");
        this.domain = domain;
        this.queue = queue;
        this.group = group;
    }

    /** The domain's name. */
    public String domain() {
        return domain;
    }

    /** The queue's name. */
    public String queue() {
        return queue;
    }

    /** The group's name. */
    public String group() {
        return group;
    }
}
