package io.gortms.websocket.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running chromedriver: a program that starts browsers and speaks WebDriver (https://www.w3.org/TR/webdriver2/) over HTTP. */
final class Driver implements AutoCloseable {

    /** Where the browser is, if it is not where Debian puts it. */
    private static final Path CHROMIUM = place("GORTMS_CHROMIUM", "/usr/bin/chromium");

    private static final Path CHROMEDRIVER = place("GORTMS_CHROMEDRIVER", "/usr/bin/chromedriver");
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Process process;
    private final URI base;

    private Driver(Process process, int port) {
        this.process = process;
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    private static Path place(String variable, String byDefault) {
        String named = System.getenv(variable);
        return Path.of(named == null ? byDefault : named);
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER);
    }

    /** Starts it at a port that is free. */
    static Driver start() throws IOException {
        if (!isInstalled()) {
            throw new IOException("there is no " + CHROMIUM + " with " + CHROMEDRIVER
                    + "; on Debian: apt-get install chromium chromium-driver");
        }
        Process process = new ProcessBuilder(CHROMEDRIVER.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    return new Driver(process, Integer.parseInt(port.group(1)));
                }
            }
            throw new IOException("chromedriver did not start: " + said);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Starts a browser without a window, with a profile of its own. */
    Browser browser() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900", "--lang=en"));
        if ("root".equals(System.getProperty("user.name"))) {
            arguments.add("--no-sandbox"); // Chromium's sandbox refuses root
        }
        Map<String, Object> options = Map.of("binary", CHROMIUM.toString(), "args", arguments);
        JsonNode session = send(
                "POST",
                "/session",
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "browserName",
                                        "chrome",
                                        "acceptInsecureCerts",
                                        true,
                                        "goog:chromeOptions",
                                        options,
                                        "timeouts",
                                        Map.of("script", 20_000, "pageLoad", 30_000)))));
        return new Browser(this, session.get("sessionId").asText());
    }

    /** Sends a command, and gives the value that is answered. */
    JsonNode send(String method, String path, Object body) throws IOException {
        HttpRequest.BodyPublisher publisher = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body))
                : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        HttpResponse<String> response = exchange(request);
        JsonNode value = MAPPER.readTree(response.body()).path("value");
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    value.path("error").asText() + ": " + value.path("message").asText());
        }
        return value;
    }

    private HttpResponse<String> exchange(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the browser was asked");
        }
    }

    /** Ends it, and with it what is left of its browsers. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
