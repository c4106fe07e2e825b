package io.patchline.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client over a real socket, whose buffer is small, that sends requests ahead and reads nothing until it is told to. */
final class PipeliningClient implements AutoCloseable {
    static final String GET = "GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n";
    static final String CLOSE = "Connection: close\r\n";

    private final Socket socket = new Socket();

    PipeliningClient(int port) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** One that has sent this. */
    static PipeliningClient sending(int port, String requests) throws IOException {
        PipeliningClient client = new PipeliningClient(port);
        client.send(requests);
        return client;
    }

    /** Sends this, as far as it is taken. */
    void send(String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(US_ASCII));
    }

    /** Sends this meanwhile, as far as it is taken; the rest goes when the server reads on, or never. */
    void sendMeanwhile(String requests) {
        Thread.startVirtualThread(() -> {
            try {
                send(requests);
            } catch (IOException closed) {
                return; // with the rest unsent
            }
        });
    }

    /** So many bytes of what comes. */
    String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), US_ASCII);
    }

    /** What has come, one byte or more. */
    int readSome() throws IOException {
        return socket.getInputStream().read(new byte[8192]);
    }

    /** All that comes until the server closes. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
