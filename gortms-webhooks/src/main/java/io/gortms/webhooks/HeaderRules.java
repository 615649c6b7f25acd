package io.gortms.webhooks;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers an endpoint may add: those of RFC 9110 that neither the transport nor the signature sets. */
final class HeaderRules {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");
    private static final Set<String> TAKEN = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "proxy-authorization");

    private HeaderRules() {}

    static void check(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a header's name is letters, digits and hyphens, not '"
                    + name.replaceAll("[^\\x20-\\x7e]", "?") + "'");
        }
        if (TAKEN.contains(lower) || lower.startsWith("x-gost-") || lower.startsWith("webhook-")) {
            throw new IllegalArgumentException("the header " + name + " is set by gortms; choose another name");
        }
        checkValue(value);
    }

    static void checkValue(String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("a header's value is printable ASCII; line breaks are not allowed");
        }
    }
}
