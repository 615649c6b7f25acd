package io.gortms;

/** The broker is closed, or closing: what was asked for was not done. */
public final class BrokerClosedException extends BrokerException {

    private static final long serialVersionUID = 1L;

    /** Says what was refused. */
    public BrokerClosedException(String refused) {
        super("the broker is closed: " + refused + "; open a new one with Broker.builder()");
    }
}
