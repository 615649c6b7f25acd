package io.gortms.contract;

/** What the scenarios with typed payloads sell. */
public record Order(String id, double amount) {}
