package io.gortms.webhooks.internal.url;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs of endpoints: as they are given, and as they may be shown. */
public final class Urls {

    private Urls() {}

    /**
     * Reads an absolute URL.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static URI parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            // the cause would repeat the text, with what may be secret in it
            throw new IllegalArgumentException("a URL such as https://client.example/callback was expected: "
                    + e.getReason() + " at character " + e.getIndex());
        }
        if (!url.isAbsolute() || url.isOpaque()) {
            throw new IllegalArgumentException("an absolute URL such as https://client.example/callback was expected");
        }
        return url;
    }

    /** What may be shown of it: no query, fragment or user. */
    public static String redacted(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?…";
        return url.getScheme() + "://" + host + port + path + query;
    }
}
