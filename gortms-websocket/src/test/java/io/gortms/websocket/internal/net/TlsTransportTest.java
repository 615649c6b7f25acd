package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.websocket.internal.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's end of TLS, and a client that does what no library does. */
class TlsTransportTest {

    private static final int RECORDS = 2_000;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @TempDir
    Path directory;

    private SSLContext server;
    private ServerSocketChannel listening;
    private SocketChannel client;
    private SocketChannel accepted;
    private TlsTransport transport;
    private SSLEngine engine;
    private final ByteBuffer read = ByteBuffer.allocate(1 << 16);

    @BeforeEach
    void connect() throws Exception {
        server = TlsContexts.selfSigned(directory, InstantSource.system());
        listening = ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = SocketChannel.open(listening.getLocalAddress());
        accepted = listening.accept();
        accepted.configureBlocking(false);
        transport = new TlsTransport(accepted, TlsContexts.engine(server), Runnable::run, () -> {});
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        accepted.close();
        listening.close();
    }

    private void shakeHands(String protocol) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (var file = Files.newInputStream(directory.resolve("server.crt"))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        engine.beginHandshake();
        CompletableFuture<Void> shaking = CompletableFuture.runAsync(this::shakeHands);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!shaking.isDone() && System.nanoTime() < deadline) {
            assertThat(transport.read(read)).isZero();
        }
        shaking.get(1, TimeUnit.SECONDS);
    }

    private void shakeHands() {
        try {
            ByteBuffer in = ByteBuffer.allocate(1 << 17).limit(0);
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_WRAP -> client.write(wrapped(NOTHING));
                    case NEED_TASK -> engine.getDelegatedTask().run();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (engine.unwrap(in, ByteBuffer.allocate(1 << 16)).bytesConsumed() == 0
                                && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                            in.compact();
                            client.read(in);
                            in.flip();
                        }
                    }
                    default -> {
                        return;
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ByteBuffer wrapped(ByteBuffer content) throws Exception {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(content, record);
        return record.flip();
    }

    /** Records of which nothing comes may be sent without end, by anybody: others have their turn. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "15030300" + "02015a", // a warning: user_canceled
                "16030300" + "00" // a part of a handshake, without content
            })
    void recordsOfWhichNothingComesAreNotReadForEver(String record) throws Exception {
        ByteBuffer records = ByteBuffer.wrap(HexFormat.of().parseHex(record.repeat(RECORDS)));
        while (records.hasRemaining()) {
            client.write(records);
        }
        int turns = 0;
        boolean refused = false;
        do {
            try {
                assertThat(transport.read(read)).isZero();
                turns++;
            } catch (SSLException e) { // newer Java takes no empty part of a handshake
                refused = true;
            }
        } while (!refused && transport.hasBuffered());
        assertThat(refused || turns > 10).isTrue();
    }

    /** A client could let the server do the costly part of a handshake again and again. */
    @Test
    void nobodyShakesHandsTwice() throws Exception {
        shakeHands("TLSv1.2");
        engine.beginHandshake();
        client.write(wrapped(NOTHING));
        assertThatThrownBy(() -> {
                    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                    while (System.nanoTime() < deadline) {
                        transport.read(read);
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
