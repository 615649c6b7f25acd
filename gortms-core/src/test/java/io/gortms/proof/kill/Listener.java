package io.gortms.proof.kill;

import io.gortms.BrokerEvent;
import io.gortms.BrokerListener;

/** Notes which messages expired and which were dead-lettered, of the two groups. */
final class Listener implements BrokerListener {

    static final int AUTO = 0;
    static final int MANUAL = 1;

    /** Where it is noted. */
    @FunctionalInterface
    interface Notes {

        /**
         * A message has come to its end.
         *
         * @param deed {@link Deed#EXPIRED} or {@link Deed#BURIED}
         * @param group {@link #AUTO} or {@link #MANUAL}
         * @param expired 1 if it is a dead letter because its time is over, otherwise 0
         */
        void note(Deed deed, long position, long group, long expired);
    }

    private final Notes notes;

    Listener(Notes notes) {
        this.notes = notes;
    }

    @Override
    public void onEvent(BrokerEvent event) {
        if (event instanceof BrokerEvent.MessageExpired expired) {
            notes.note(Deed.EXPIRED, expired.position(), group(event), 1);
        } else if (event instanceof BrokerEvent.MessageDeadLettered dead) {
            notes.note(Deed.BURIED, dead.position(), group(event), isExpired(dead.reason()) ? 1 : 0);
        }
    }

    /** Whether this is why a message was dead-lettered whose time is over. */
    static boolean isExpired(String reason) {
        return reason.equals("expired");
    }

    private static int group(BrokerEvent event) {
        return event.resource().endsWith("/" + Plan.AUTO) ? AUTO : MANUAL;
    }
}
