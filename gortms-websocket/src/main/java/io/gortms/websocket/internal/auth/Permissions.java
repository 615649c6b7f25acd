package io.gortms.websocket.internal.auth;

import java.util.Set;
import java.util.regex.Pattern;

/** What may be done where: {@code publish}, {@code consume} or {@code manage}, a colon, and a domain; {@code *} is any. */
public final class Permissions {

    /** Everything. */
    public static final Set<String> ALL = Set.of("*:*");

    private static final Pattern FORM = Pattern.compile("(publish|consume|manage|\\*):([A-Za-z0-9_-]{1,50}|\\*)");

    private Permissions() {}

    /**
     * The permission, if it is one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String checked(String permission) {
        if (!FORM.matcher(permission).matches()) {
            throw new IllegalArgumentException(
                    "a permission is publish, consume, manage or *, a colon, and a domain or *;" + " '" + permission
                            + "' is none");
        }
        return permission;
    }

    /**
     * Makes sure that one of these covers that.
     *
     * @throws Refusal if none does
     */
    static void require(Set<String> granted, String asked) throws Refusal {
        if (!allow(granted, asked)) {
            throw new Refusal(403, "insufficient permissions for " + asked);
        }
    }

    /** Whether one of these covers that. To be asked for {@code *} means for all domains. */
    public static boolean allow(Set<String> granted, String asked) {
        int colon = asked.indexOf(':');
        String action = asked.substring(0, colon);
        String domain = asked.substring(colon + 1);
        return granted.contains(asked)
                || granted.contains(action + ":*")
                || granted.contains("*:" + domain)
                || granted.contains("*:*");
    }
}
