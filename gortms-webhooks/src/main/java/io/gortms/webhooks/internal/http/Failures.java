package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.WebhookTransportException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** What an exception of the client means. Its own messages name addresses, so they stay in the cause. */
final class Failures {

    private Failures() {}

    static WebhookTransportException of(Exception failure, Phase phase, URI uri) {
        if (failure instanceof WebhookTransportException known) {
            return known;
        }
        FailureReason reason = reason(failure, phase);
        return new WebhookTransportException(reason, message(reason) + uri.getHost(), failure);
    }

    private static FailureReason reason(Exception failure, Phase phase) {
        if (failure instanceof UnknownHostException) {
            return FailureReason.DNS;
        }
        if (failure instanceof SSLException) {
            return FailureReason.TLS;
        }
        if (failure instanceof ConnectTimeoutException || failure instanceof ConnectionRequestTimeoutException) {
            return FailureReason.TIMEOUT_CONNECT;
        }
        if (failure instanceof HttpException || isMalformed(failure)) {
            return FailureReason.PROTOCOL;
        }
        return failure instanceof IOException ? phase.failure : FailureReason.PROTOCOL;
    }

    // a chunk that ends early is a connection that was closed, not a receiver that cannot speak HTTP
    private static boolean isMalformed(Exception failure) {
        return failure instanceof MessageConstraintException
                || (failure instanceof MalformedChunkCodingException && !(failure instanceof TruncatedChunkException));
    }

    private static String message(FailureReason reason) {
        return switch (reason) {
            case DNS -> "no address is known of the host ";
            case CONNECT -> "no connection to ";
            case TLS -> "no TLS session with ";
            case TIMEOUT_CONNECT -> "no connection in time to ";
            case RESET -> "the connection was closed before the response was complete by ";
            default -> "no valid HTTP response from ";
        };
    }
}
