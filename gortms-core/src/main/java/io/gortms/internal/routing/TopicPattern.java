package io.gortms.internal.routing;

/**
 * The binding keys of topic exchanges, as in AMQP 0-9-1, section 3.1.3.3: words separated by dots, where {@code *} stands for
 * exactly one word and {@code #} for any number of them. An empty key has no words.
 */
final class TopicPattern {

    private static final String[] NO_WORDS = {};

    private final String[] pattern;

    private TopicPattern(String[] pattern) {
        this.pattern = pattern;
    }

    static TopicPattern of(String bindingKey) {
        return new TopicPattern(words(bindingKey));
    }

    private static String[] words(String key) {
        return key.isEmpty() ? NO_WORDS : key.split("\\.", -1);
    }

    /**
     * Whether the key matches: word by word; where it goes wrong behind a {@code #}, the last one takes one word more. Each word
     * is looked at no more than once for each word of the pattern.
     */
    boolean matches(String routingKey) {
        String[] key = words(routingKey);
        int atKey = 0;
        int atPattern = 0;
        int lastHash = -1;
        int afterHash = 0;
        while (atKey < key.length) {
            if (atPattern < pattern.length && pattern[atPattern].equals("#")) {
                lastHash = atPattern++;
                afterHash = atKey;
            } else if (atPattern < pattern.length
                    && (pattern[atPattern].equals("*") || pattern[atPattern].equals(key[atKey]))) {
                atPattern++;
                atKey++;
            } else if (lastHash >= 0) {
                atPattern = lastHash + 1;
                atKey = ++afterHash;
            } else {
                return false;
            }
        }
        while (atPattern < pattern.length && pattern[atPattern].equals("#")) {
            atPattern++;
        }
        return atPattern == pattern.length;
    }
}
