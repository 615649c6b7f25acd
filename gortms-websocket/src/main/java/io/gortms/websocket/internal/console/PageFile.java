package io.gortms.websocket.internal.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of the page. */
final class PageFile {

    private static final int TAG_DIGITS = 32;

    private final String type;
    private final byte[] content;
    private final String tag;

    private PageFile(String type, byte[] content) {
        this.type = type;
        this.content = content;
        this.tag = '"' + hash(content) + '"';
    }

    /** The file of this name beside the page's others in the jar. */
    static PageFile load(String name) throws IOException {
        try (InputStream in = Console.class.getResourceAsStream("/io/gortms/websocket/console/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "the console's file " + name + " is missing in the jar of gortms-websocket");
            }
            return new PageFile(typeOf(name), in.readAllBytes());
        }
    }

    /** The same with another text. */
    PageFile with(String text) {
        return new PageFile(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Its type of content. */
    String type() {
        return type;
    }

    /** Its bytes, not to be changed. */
    byte[] content() {
        return content;
    }

    /** An entity tag, as of RFC 9110: it changes with the content. */
    String tag() {
        return tag;
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("the console has no files such as " + name);
        };
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, TAG_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
