package io.gortms.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many clients in a process of their own, on one thread; it ends with its input. Commands: {@code connect <port> <path> <how many>
 * <how many of them never read>}, answered with {@code connected}; {@code report}, answered with the smallest number of messages of
 * those that read, how many messages all have got, how many they were told they have missed, and how many went wrong; {@code
 * close}, answered with {@code closed}.
 */
public final class WatchingProcess {

    private static final int READ_BYTES = 1 << 20;

    private final List<WatchingClient> reading = new ArrayList<>();
    private final List<WatchingClient> silent = new ArrayList<>();
    private final byte[] buffer = new byte[READ_BYTES];
    private final Selector selector;

    private WatchingProcess(Selector selector) {
        this.selector = selector;
    }

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        try (Selector selector = Selector.open()) {
            WatchingProcess process = new WatchingProcess(selector);
            Thread reading = new Thread(process::read, "clients");
            reading.setDaemon(true);
            reading.start();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(process.answer(line.split(" ", -1)));
            }
        }
    }

    private String answer(String[] words) throws IOException {
        switch (words[0]) {
            case "connect" -> {
                connect(Integer.parseInt(words[1]), words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                return "connected";
            }
            case "close" -> {
                close();
                return "closed";
            }
            default -> {
                return report();
            }
        }
    }

    private synchronized void connect(int port, String path, int all, int never) throws IOException {
        for (int i = 0; i < all; i++) {
            WatchingClient client = WatchingClient.connect(port, path);
            if (i < never) {
                silent.add(client);
            } else {
                reading.add(client);
                client.register(selector);
            }
        }
        selector.wakeup();
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select();
                readReady();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void readReady() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((WatchingClient) key.attachment()).read(buffer);
            }
        }
        selector.selectedKeys().clear();
    }

    private synchronized String report() {
        long least = reading.stream().mapToLong(WatchingClient::messages).min().orElse(0);
        long messages = reading.stream().mapToLong(WatchingClient::messages).sum();
        long dropped = reading.stream().mapToLong(WatchingClient::dropped).sum();
        long wrong = reading.stream().filter(WatchingClient::isWrong).count();
        return least + " " + messages + " " + dropped + " " + wrong;
    }

    private synchronized void close() throws IOException {
        for (WatchingClient client : reading) {
            client.close();
        }
        for (WatchingClient client : silent) {
            client.close();
        }
        reading.clear();
        silent.clear();
        selector.wakeup(); // it forgets them
    }
}
