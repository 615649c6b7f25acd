package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the files of the console's page are served, and what is not in them. */
class PageFilesTest extends ServerTest {

    private static final Path FILES = Path.of("src/main/resources/io/gortms/websocket/console");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().toList();
        }
    }

    private static HttpRequest.Builder request(ObservationServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.consolePort() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void thePageMayConnectToThisServerOnly() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        HttpResponse<String> page = send(request(server, "/ui/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("name=\"gortms-socket-port\" content=\"" + server.port() + "\"")
                .contains("name=\"gortms-login\" content=\"false\"");
        assertThat(header(page, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                        + " connect-src 'self' ws://localhost:" + server.port()
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                        + " require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsServedWithItsTypeAndATag(Path file) throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        String name = file.getFileName().toString();
        String path = "/ui/" + (name.equals("index.html") ? "" : name);
        HttpResponse<String> first = send(request(server, path));
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "Content-Type"))
                .startsWith(
                        name.endsWith(".js")
                                ? "text/javascript"
                                : name.endsWith(".css")
                                        ? "text/css"
                                        : name.endsWith(".svg") ? "image/svg+xml" : "text/html");
        HttpResponse<String> again = send(request(server, path).header("If-None-Match", header(first, "ETag")));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        HttpResponse<String> head = send(request(server, path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "ETag")).isEqualTo(header(first, "ETag"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void noFileMakesMarkupOfData(Path file) throws Exception {
        String text = Files.readString(file);
        assertThat(text)
                .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment|DOMParser"
                                + "|srcdoc|\\beval\\b|new Function|setHTMLUnsafe|javascript:");
        assertThat(text)
                .doesNotContainPattern(Pattern.compile("\\son[a-z]+=[\"']"))
                .doesNotContain("style=");
        assertThat(text.replace("http://www.w3.org/2000/svg", "")).doesNotContainPattern("https?://[a-z]");
        assertThat(text.lines().count()).isLessThan(400);
    }

    @Test
    void whatLeadsToThePage() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        for (String path : new String[] {"/", "/ui"}) {
            HttpResponse<String> moved = send(request(server, path));
            assertThat(moved.statusCode()).isEqualTo(302);
            assertThat(header(moved, "Location")).isEqualTo("/ui/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/index.html",
                "/ui/nothing.js",
                "/ui/../console.css",
                "/ui/%2e%2e/%2e%2e/simplelogger.properties",
                "/ui/..%2fUser.class",
                "/ui//main.js",
                "/ui/main.js/"
            })
    void nothingElseIsServed(String path) throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        assertThat(send(request(server, path)).statusCode()).isEqualTo(404);
    }

    @Test
    void othersThanGetAndHeadAreRefused() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        HttpResponse<String> refused = send(request(server, "/ui/").POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aHostThatIsNoneGetsNoPolicyWrittenForIt() throws Exception {
        ObservationServer server = server(builder -> builder.console(0));
        assertThat(raw(server, "evil; script-src *")).startsWith("HTTP/1.1 400");
        assertThat(raw(server, "[::1]:8081"))
                .startsWith("HTTP/1.1 200")
                .contains("connect-src 'self' ws://*:" + server.port());
    }

    private static String raw(ObservationServer server, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.consolePort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /ui/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
