package io.gortms.webhooks;

import java.util.Locale;

/** What answers mean unless an endpoint says otherwise. */
final class StandardClassifier implements ResponseClassifier {

    static final StandardClassifier INSTANCE = new StandardClassifier();

    private static final String INSTRUCTION = "webhook-delivery";
    private static final int GONE = 410;

    private StandardClassifier() {}

    @Override
    public Verdict classify(WebhookResponse response) {
        if (response.status() / 100 == 2) {
            return Verdict.DELIVERED;
        }
        String word = response.headers().first(INSTRUCTION).orElse("").strip().toLowerCase(Locale.ROOT);
        if (response.status() == GONE || word.equals("disable")) {
            return Verdict.DISABLE;
        }
        return word.equals("abort-message") ? Verdict.GIVE_UP : Verdict.RETRY;
    }
}
