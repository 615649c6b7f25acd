package io.gortms.websocket.internal;

import org.jspecify.annotations.Nullable;

/** What a path stands for. */
sealed interface Target {

    /** Statistics and events are of all domains. */
    String EVERYTHING = "consume:*";

    /** What who comes needs, or null if it only has to be known. */
    @Nullable String permission();

    /** The messages of a queue. */
    record Queue(String domain, String queue) implements Target {

        @Override
        public String permission() {
            return "consume:" + domain;
        }
    }

    /** The stream of statistics. */
    record Statistics() implements Target {

        @Override
        public String permission() {
            return EVERYTHING;
        }
    }

    /** The stream of events. */
    record Events() implements Target {

        @Override
        public String permission() {
            return EVERYTHING;
        }
    }

    /** What a console asks; each request is looked at by itself. */
    record Control() implements Target {

        @Override
        public @Nullable String permission() {
            return null;
        }
    }

    /** The hub. */
    record Broadcasts() implements Target {

        @Override
        public @Nullable String permission() {
            return null;
        }
    }

    /** The target of this path, or null if there is none. */
    static @Nullable Target of(String path) {
        return switch (path) {
            case "/api/ws/stats" -> new Statistics();
            case "/api/ws/events" -> new Events();
            case "/api/ws/console" -> new Control();
            case "/api/v1/ws" -> new Broadcasts();
            default -> ofQueue(path.split("/", -1));
        };
    }

    /** Of {@code /api/ws/domains/{domain}/queues/{queue}}; no name needs an escape. */
    private static @Nullable Target ofQueue(String[] parts) {
        boolean is = parts.length == 7
                && parts[0].isEmpty()
                && parts[1].equals("api")
                && parts[2].equals("ws")
                && parts[3].equals("domains")
                && parts[5].equals("queues");
        return is ? new Queue(parts[4], parts[6]) : null;
    }
}
