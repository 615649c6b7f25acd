package io.gortms.websocket.internal.control;

/** Answers requests of one type. Called by several threads. */
@FunctionalInterface
interface Command {

    /**
     * What is answered: a record, written by Jackson.
     *
     * @throws ControlException if it is not
     */
    Object answer(Ask ask) throws ControlException;
}
