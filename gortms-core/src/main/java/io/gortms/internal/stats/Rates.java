package io.gortms.internal.stats;

/** What happens each second. */
public record Rates(double published, double delivered, double consumed) {}
