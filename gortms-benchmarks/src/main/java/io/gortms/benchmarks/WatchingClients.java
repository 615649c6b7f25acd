package io.gortms.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a {@link WatchingProcess}. */
final class WatchingClients implements AutoCloseable {

    /** What the clients have got that read. */
    record Report(long least, long messages, long dropped, long wrong) {}

    private final Process process;
    private final BufferedWriter out;
    private final BufferedReader in;

    /** Starts the process. */
    WatchingClients() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        WatchingProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.outputWriter(StandardCharsets.US_ASCII);
        in = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Connects so many clients, of which some never read. */
    void connect(int port, String path, int all, int never) throws IOException {
        ask("connect " + port + " " + path + " " + all + " " + never);
    }

    Report report() throws IOException {
        String[] words = ask("report").split(" ", -1);
        return new Report(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    void disconnect() throws IOException {
        ask("close");
    }

    private String ask(String command) throws IOException {
        out.write(command + "\n");
        out.flush();
        String answer = in.readLine();
        if (answer == null) {
            throw new EOFException("the clients' process has ended");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
