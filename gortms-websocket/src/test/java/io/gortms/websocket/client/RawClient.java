package io.gortms.websocket.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that does what no library does: reads nothing, sends what is not allowed, stops in the middle. */
public final class RawClient implements AutoCloseable {

    /** A frame of the server's. */
    public record Received(int opcode, ByteBuffer payload) {

        public String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        /** The code of a close frame. */
        public int code() {
            return payload.getShort(0) & 0xffff;
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** Only connects. */
    public RawClient(int port) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects and shakes hands. */
    public static RawClient open(int port, String path, String... headers) throws IOException {
        RawClient client = new RawClient(port);
        client.write(handshake(path, headers));
        String answer = client.readHead();
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(answer);
        }
        return client;
    }

    public static String handshake(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a masked frame. */
    public void frame(int firstByte, byte[] payload) throws IOException {
        write(masked(firstByte, payload));
    }

    /** A frame with a mask of zeros. */
    public static byte[] masked(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[4]); // a mask of zeros is one
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    public void text(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The lines before the first empty one. */
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    public Received read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Received(first & 15, ByteBuffer.wrap(payload));
    }

    /** Reads until the close frame. */
    public int readCloseCode() throws IOException {
        Received frame = read();
        while (frame.opcode() != 8) {
            frame = read();
        }
        return frame.code();
    }

    /** Whether the server has not ended the connection yet. */
    public boolean isOpen() throws IOException {
        int patience = socket.isClosed() ? 0 : socket.getSoTimeout();
        if (patience == 0) {
            return false;
        }
        socket.setSoTimeout(1);
        try {
            while (in.read() >= 0) {
                // what it has to say
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) { // a reset
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    /** Whether the server ends the connection, with whatever before that. */
    public boolean isEnded() throws IOException {
        try {
            while (true) {
                in.readByte();
            }
        } catch (EOFException e) {
            return true;
        } catch (SocketException e) { // a reset
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
