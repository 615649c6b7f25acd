package io.gortms.internal.publish;

/**
 * Where and when an id was published first.
 *
 * @param position the message's place in its queue, kept or not
 * @param timestampMicros when it was published
 */
public record FirstPublish(long position, long timestampMicros) {}
