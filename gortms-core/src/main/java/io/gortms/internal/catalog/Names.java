package io.gortms.internal.catalog;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What domains, queues and groups may be called. */
public final class Names {

    /** The longest name, in characters; each part of a derived name may be as long. */
    public static final int MAX_LENGTH = 50;

    /** The domains that gortms's own modules declare: the only names an application may give with a leading underscore. */
    private static final Set<String> MODULE_DOMAINS = Set.of("_webhooks");

    private static final String ALLOWED = "; a name has 1 to " + MAX_LENGTH + " of A-Z, a-z, 0-9, '_' and '-'";
    private static final int MOST_NEAREST = 3;

    /** What is named. */
    public enum Kind {
        /** A domain. */
        DOMAIN,
        /** A queue. */
        QUEUE,
        /** A consumer group. */
        GROUP,
        /** An exchange. */
        EXCHANGE;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    private Names() {}

    /**
     * Returns a name that an application gave, if it may.
     *
     * @throws IllegalArgumentException if it is not allowed; the message says what is
     */
    public static String check(Kind kind, String name) {
        requireName(kind, name);
        checkPart(kind, name, name);
        if (name.charAt(0) == '_' && !(kind == Kind.DOMAIN && MODULE_DOMAINS.contains(name))) {
            throw refused(kind, name, "begins with '_', which is reserved for gortms itself", "");
        }
        return name;
    }

    /**
     * Returns a name that gortms itself gives: like {@link #check}, but a leading underscore is allowed, and so are parts
     * joined by a dot in the name of a queue.
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    public static String checkInternal(Kind kind, String name) {
        requireName(kind, name);
        String owner = kind == Kind.QUEUE ? ownerOf(name) : null;
        if (owner != null) {
            checkPart(kind, name, owner);
        }
        checkPart(kind, name, owner == null ? name : name.substring(owner.length() + 1));
        return name;
    }

    /** Whether {@link #checkInternal} lets this name through. */
    static boolean isInternal(Kind kind, String name) {
        String owner = kind == Kind.QUEUE ? ownerOf(name) : null;
        return owner == null
                ? flaw(name) == null
                : flaw(owner) == null && flaw(name.substring(owner.length() + 1)) == null;
    }

    /** The name of what belongs to a queue, such as {@code orders.dlq}. */
    public static String derived(String owner, String suffix) {
        return owner + '.' + suffix;
    }

    /** The queue that this one belongs to by its name, {@code orders} for {@code orders.dlq}; null if it is its own. */
    public static @Nullable String ownerOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? null : name.substring(0, dot);
    }

    /** Those of the names that belong to this queue. */
    static List<String> derivedFrom(String owner, Collection<String> names) {
        return names.stream().filter(name -> owner.equals(ownerOf(name))).toList();
    }

    /**
     * Refuses a new name that differs from an existing one only by case: file systems and people confuse the two.
     *
     * @throws IllegalArgumentException naming the existing one
     */
    public static void checkDistinct(Kind kind, String name, Collection<String> existing) {
        for (String other : existing) {
            if (other.equalsIgnoreCase(name) && !other.equals(name)) {
                throw refused(
                        kind,
                        name,
                        "differs only by case from the existing '" + other + "'",
                        "; use that, or another name");
            }
        }
    }

    /** The existing names most like this one, whatever their case: at most three, the nearest first. */
    public static List<String> nearest(String name, Collection<String> existing) {
        String wanted = clip(name).toLowerCase(Locale.ROOT);
        record Candidate(String name, int distance) {}
        return existing.stream()
                .map(other -> new Candidate(other, distance(wanted, other.toLowerCase(Locale.ROOT))))
                .sorted(comparingInt(Candidate::distance).thenComparing(Candidate::name, naturalOrder()))
                .limit(MOST_NEAREST)
                .map(Candidate::name)
                .toList();
    }

    /** Levenshtein's: insertions, deletions and replacements that make one of the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    private static void requireName(Kind kind, String name) {
        if (name == null) {
            throw new NullPointerException("the " + kind.word + " name is null");
        }
    }

    private static void checkPart(Kind kind, String name, String part) {
        String flaw = flaw(part);
        if (flaw != null) {
            throw refused(kind, name, flaw, ALLOWED);
        }
    }

    /** What is wrong with a name that has no dots to separate parts, or null. */
    private static @Nullable String flaw(String part) {
        if (part.isEmpty()) {
            return "is empty, or a part of it is";
        }
        if (part.length() > MAX_LENGTH) {
            return "has " + part.length() + " characters";
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '.') {
                return "has a '.', which is reserved for derived names such as orders.dlq";
            }
            if (!isAllowed(c)) {
                return "has " + shown(c) + " at index " + i;
            }
        }
        return null;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static IllegalArgumentException refused(Kind kind, String name, String why, String remedy) {
        StringBuilder readable = new StringBuilder();
        clip(name).chars().forEach(c -> readable.append(c < ' ' || c > '~' ? escaped(c) : String.valueOf((char) c)));
        return new IllegalArgumentException("the " + kind.word + " name '" + readable + "' " + why + remedy);
    }

    private static String shown(char c) {
        return c < ' ' || c > '~' ? escaped(c) : "'" + c + "'";
    }

    private static String escaped(int c) {
        return String.format(Locale.ROOT, "\\u%04x", c);
    }

    private static String clip(String name) {
        return name.length() <= 2 * MAX_LENGTH ? name : name.substring(0, 2 * MAX_LENGTH) + "...";
    }
}
