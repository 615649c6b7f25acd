package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gortms.websocket.client.Snippets;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/websocket.md shows for curl and Node.js does what it says, where these programs are; elsewhere it is skipped. */
class ClientSnippetTest extends ServerTest {

    private static final byte[] KEY = new byte[32];
    private static final int NODE_WITH_WEBSOCKET = 22;
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    Path directory;

    private static void assumeProgram(String name) {
        boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
        assumeTrue(found, () -> "the snippet for " + name + " is SKIPPED: there is no " + name + " here");
    }

    /** Starts a program that is ended after {@link #PATIENCE_SECONDS}, so that reading what it says ends too. */
    private Process start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        closedAtTheEnd(process::destroyForcibly);
        var unused = process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        return process;
    }

    private String output(String... command) throws Exception {
        Process process = start(Map.of(), command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void curlAsksForHealthAndMakesTheFirstUserWhoLogsIn() throws Exception {
        assumeProgram("curl");
        JwtIssuer issuer = JwtIssuer.of(KEY);
        UserFile users = UserFile.open(directory.resolve("users.json"), 1_000);
        ObservationServer server =
                server(builder -> builder.console(0).jwtIssuer(issuer).users(users));
        List<String> lines = Snippets.of(
                        "curl", Map.of("localhost:8081", "localhost:" + server.consolePort(), "curl ", "curl -sS "))
                .lines()
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(run(lines.get(0))).contains("\"status\":\"ok\"");
        Matcher password = Pattern.compile("\"password\":\"(.+?)\"").matcher(run(lines.get(1)));
        assertThat(password.find()).isTrue();
        assertThat(run(lines.get(2).replace("…", password.group(1))))
                .contains("\"username\":\"admin\"")
                .contains("\"token\":\"");
    }

    private String run(String line) throws Exception {
        return output("sh", "-c", line);
    }

    @Test
    void nodeWatchesAQueueAndSigns() throws Exception {
        assumeProgram("node");
        int version =
                new Scanner(output("node", "--version")).useDelimiter("\\D+").nextInt();
        assumeTrue(version >= 20, () -> "the snippet for Node.js is SKIPPED: " + version + " has no WebSocket");
        ServiceAccounts services = ServiceAccounts.open(directory.resolve("services.json"), KEY);
        String secret = services.create("billing", List.of("consume:shop"));
        ObservationServer server = server(builder -> builder.services(services));
        clock.advance(Duration.between(clock.instant(), Instant.now())); // it signs by the real one
        Path script = directory.resolve("watch.mjs");
        Files.writeString(script, Snippets.of("Node.js", Map.of("localhost:8080", "localhost:" + server.port())));
        String flag = version < NODE_WITH_WEBSOCKET ? "--experimental-websocket" : "--no-warnings";
        Process node = start(Map.of("BILLING_SECRET", secret), "node", flag, script.toString());
        try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
            awaitLine(output, "type: 'replayed'");
            orders.publish(Map.of("order_id", "ord_1"));
            awaitLine(output, "order_id: 'ord_1'");
            server.close();
            awaitLine(output, "1000 Server shutting down");
        }
        assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
    }

    /** Reads on until the program has said this; it ends if it fails, and so does its output. */
    private static void awaitLine(BufferedReader output, String wanted) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains(wanted)) {
                return;
            }
        }
        throw new AssertionError("not said: " + wanted + ", only: " + said);
    }
}
