package io.gortms.webhooks;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which headers an endpoint may add: those that a request may have, and that the signature does not set. */
final class HeaderRules {

    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

    private HeaderRules() {}

    static void check(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        WebhookRequest.checkName(name);
        if (lower.equals("content-type") || lower.startsWith("x-gost-") || lower.startsWith("webhook-")) {
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
