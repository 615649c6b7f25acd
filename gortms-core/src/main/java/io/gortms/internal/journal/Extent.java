package io.gortms.internal.journal;

/**
 * A stretch of a journal that is kept together.
 *
 * @param from its first position
 * @param to behind its last
 * @param sizeBytes what its records take; 0 if they are all freed
 */
public record Extent(long from, long to, long sizeBytes) {}
