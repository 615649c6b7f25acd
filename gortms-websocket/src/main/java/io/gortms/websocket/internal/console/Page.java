package io.gortms.websocket.internal.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /ui/}: a few files of the jar, with headers that let it load nothing from elsewhere, connect to nothing but this
 * server, run no script but its own files, and be shown in no frame. It holds no data: all of that comes by WebSocket, from who has
 * been let in.
 */
final class Page {

    static final String ROOT = "/ui/";

    private static final String INDEX = "index.html";

    /** Only these are served: nothing of a request becomes the name of a file. */
    private static final List<String> FILES = List.of(
            "chart.js",
            "console.css",
            "control.js",
            "controls.css",
            "dialog.js",
            "dom.js",
            "events.js",
            "fill.js",
            "format.js",
            "groups.js",
            "icon.svg",
            "json.js",
            "jsonbox.js",
            "letters.js",
            "login.js",
            "main.js",
            "messagerow.js",
            "messages.js",
            "navigation.js",
            "notice.js",
            "options.js",
            "overview.js",
            "parse.js",
            "publish.js",
            "queue.js",
            "queuetable.js",
            "route.js",
            "routing.js",
            "seek.js",
            "series.js",
            "session.js",
            "socket.js",
            "store.js",
            "theme.js",
            "traffic.js");

    /** A host as browsers name it, and its port. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

    private final Map<String, PageFile> files = new LinkedHashMap<>();
    private final PageFile index;
    private final String scheme;
    private final int socketPort;

    /**
     * The page of a server.
     *
     * @param secure whether WebSocket is encrypted
     * @param socketPort the port for WebSocket
     * @param login whether users can log in here
     */
    Page(boolean secure, int socketPort, boolean login) throws IOException {
        this.scheme = secure ? "wss" : "ws";
        this.socketPort = socketPort;
        for (String name : FILES) {
            files.put(ROOT + name, PageFile.load(name));
        }
        PageFile template = PageFile.load(INDEX);
        String text = template.text()
                .replace("{{socketPort}}", Integer.toString(socketPort))
                .replace("{{login}}", Boolean.toString(login));
        index = template.with(text);
    }

    /** Whether this path is the page's, or leads to it. */
    boolean has(String path) {
        return path.equals("/") || path.equals("/ui") || path.startsWith(ROOT);
    }

    void answer(HttpExchange exchange, String path) throws IOException {
        String method = exchange.getRequestMethod();
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        if (!method.equals("GET") && !method.equals("HEAD")) {
            headers.set("Allow", "GET, HEAD");
            send(exchange, 405, null);
        } else if (!path.startsWith(ROOT)) {
            headers.set("Location", ROOT);
            send(exchange, 302, null); // 308 would be remembered, and the port may be of another program tomorrow
        } else {
            PageFile file = path.equals(ROOT) ? index : files.get(path);
            String policy = policy(exchange.getRequestHeaders().getFirst("Host"));
            if (file == null) {
                send(exchange, 404, null);
            } else if (policy == null) {
                send(exchange, 400, null);
            } else {
                send(exchange, file, policy);
            }
        }
    }

    private static void send(HttpExchange exchange, PageFile file, String policy) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", file.type());
        headers.set("Content-Security-Policy", policy);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("ETag", file.tag());
        headers.set("Cache-Control", "no-cache"); // kept, but asked for each time: page and server are of one version
        boolean known = file.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        send(exchange, known ? 304 : 200, known ? null : file.content());
    }

    private static void send(HttpExchange exchange, int status, byte @Nullable [] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (body == null || head) {
            if (body != null) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /**
     * What the page may do (Content Security Policy Level 3), or null if the host is none. It cannot name the host if that is an
     * address of IPv6, which its grammar does not know: any host then, at our port.
     */
    private @Nullable String policy(@Nullable String hostHeader) {
        if (hostHeader == null) {
            return null;
        }
        var host = HOST.matcher(hostHeader);
        if (!host.matches()) {
            return null;
        }
        String name = host.group(1).startsWith("[") ? "*" : host.group(1);
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' " + scheme
                + "://"
                + name + ":" + socketPort
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                + " trusted-types 'none'";
    }
}
