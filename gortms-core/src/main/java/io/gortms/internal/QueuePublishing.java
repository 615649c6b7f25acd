package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.Message;
import io.gortms.PublishReceipt;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.message.OutgoingMessage;
import io.gortms.internal.message.PayloadCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishing to one queue: payloads become drafts and are checked, are appended, become durable, and wake who waits for them. */
final class QueuePublishing {

    private final LocalQueue queue;
    private final LocalDomain domain;
    private final PayloadCodec codec;

    QueuePublishing(LocalQueue queue, LocalDomain domain, PayloadCodec codec) {
        this.queue = queue;
        this.domain = domain;
        this.codec = codec;
    }

    PublishReceipt publish(OpenQueue open, Object payload) {
        if (isRouted()) {
            return publishRouted(open, List.of(payload)).get(0);
        }
        RecordDraft draft = encode(payload);
        try {
            LocalReceipt receipt = open.publish(draft, ownId(payload));
            open.journal().awaitDurable(receipt.position());
            open.onReadable();
            return receipt;
        } catch (BrokerException e) {
            throw queue.whyRefused(e);
        }
    }

    CompletableFuture<PublishReceipt> publishAsync(Supplier<OpenQueue> usable, Object payload) {
        try {
            OpenQueue open = usable.get();
            LocalReceipt receipt = isRouted()
                    ? domain.routing().publish(queue, List.of(payload)).get(0)
                    : open.publish(encode(payload), ownId(payload));
            // a step of its own: a publisher that cancels what is returned keeps no message from being delivered
            return open.journal()
                    .whenDurable(receipt.position())
                    .thenRun(open::onReadable)
                    .thenApply(durable -> receipt);
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(queue.whyRefused(e));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    List<PublishReceipt> publishAll(OpenQueue open, Collection<?> payloads) {
        if (isRouted()) {
            return publishRouted(open, payloads);
        }
        List<RecordDraft> drafts = new ArrayList<>(payloads.size());
        List<@Nullable String> ids = new ArrayList<>(payloads.size());
        for (Object payload : payloads) {
            drafts.add(encode(payload));
            ids.add(ownId(payload));
        }
        if (drafts.isEmpty()) {
            return List.of();
        }
        try {
            return durable(open, open.publishAll(drafts, ids));
        } catch (BrokerException e) {
            throw queue.whyRefused(e);
        }
    }

    private boolean isRouted() {
        return domain.routing().beginsAt(queue.name());
    }

    private List<PublishReceipt> publishRouted(OpenQueue open, Collection<?> payloads) {
        try {
            return durable(open, domain.routing().publish(queue, payloads));
        } catch (BrokerException e) {
            throw queue.whyRefused(e);
        }
    }

    private static List<PublishReceipt> durable(OpenQueue open, List<LocalReceipt> receipts) {
        if (!receipts.isEmpty()) {
            open.journal()
                    .awaitDurable(
                            Collections.max(receipts, LocalReceipt.BY_POSITION).position());
            open.onReadable();
        }
        return List.copyOf(receipts);
    }

    /** A message as predicates see it, whether or not it is what the domain's schema says. */
    OutgoingMessage outgoing(Object payload) {
        return codec.outgoing(payload, queue.resource(), maxMessageBytes());
    }

    /** A message as predicates see it before it is published; it is what the domain's schema says. */
    OutgoingMessage checked(Object payload) {
        return domain.payloads().outgoing(payload, queue.resource(), maxMessageBytes());
    }

    private RecordDraft encode(Object payload) {
        return domain.payloads().encode(payload, queue.resource(), maxMessageBytes());
    }

    private int maxMessageBytes() {
        return queue.entry().settings().maxMessageBytes();
    }

    private static @Nullable String ownId(Object payload) {
        return payload instanceof Message message ? message.id() : null;
    }
}
