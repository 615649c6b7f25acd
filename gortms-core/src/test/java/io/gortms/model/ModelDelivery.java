package io.gortms.model;

import io.gortms.Delivery;

/** A message in somebody's hands. */
final class ModelDelivery {

    final ModelGroup group;
    final long position;
    final Delivery real;
    final int era;
    long leaseEndMs;

    ModelDelivery(ModelGroup group, long position, Delivery real, int era, long leaseEndMs) {
        this.group = group;
        this.position = position;
        this.real = real;
        this.era = era;
        this.leaseEndMs = leaseEndMs;
    }

    @Override
    public String toString() {
        return group.name() + "/" + position;
    }
}
