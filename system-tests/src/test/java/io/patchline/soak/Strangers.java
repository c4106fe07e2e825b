package io.patchline.soak;

import io.patchline.system.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Somebody without a credential who sends what costs memory: ever new methods and paths, hosts that are none, bodies that never come, connections that say nothing. */
final class Strangers implements Runnable {
    private static final int MOST_IDLE = 150;
    private static final int PER_CONNECTION = 50;
    private static final int LONG_METHOD = 7_000;

    private final ServiceProcess ingest;
    private final ServiceProcess executor;
    private final Random random;
    private final BooleanSupplier over;
    private final Deque<Socket> idle = new ArrayDeque<>();
    private long number;

    Strangers(ServiceProcess ingest, ServiceProcess executor, long seed, BooleanSupplier over) {
        this.ingest = ingest;
        this.executor = executor;
        this.random = new Random(seed);
        this.over = over;
    }

    @Override
    public void run() {
        while (!over.getAsBoolean()) {
            try {
                if (random.nextInt(3) == 0) {
                    idle(ingest);
                }
                flood(random.nextInt(8) == 0 ? executor : ingest);
            } catch (IOException e) {
                // Refused or closed, as it should be.
            }
        }
        idle.forEach(Strangers::close);
    }

    private void flood(ServiceProcess service) throws IOException {
        try (Socket socket = connect(service)) {
            for (int i = 0; i < PER_CONNECTION && !over.getAsBoolean(); i++) {
                socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
                if (socket.getInputStream().read(new byte[8192]) < 0) {
                    return;
                }
            }
        }
    }

    private String request() {
        number++;
        String name = "N" + Long.toString(random.nextLong() >>> 1, 36).toUpperCase(java.util.Locale.ROOT) + number;
        return List.of(
                        "A".repeat(random.nextInt(LONG_METHOD)) + name + " /health HTTP/1.1\r\nHost: x\r\n\r\n",
                        name + " /" + name + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET /" + name + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET /v1/patches/" + name + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + name
                                + "\r\n\r\n",
                        "GET /health HTTP/1.1\r\n\r\n",
                        "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                        "GET /q/metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                        "GET /health HTTP/1.1\r\nHost: x\r\nX-" + name + ": " + "h".repeat(10_000) + "\r\n\r\n")
                .get(random.nextInt(8));
    }

    /** Announces a body that it says it has signed and sends a part of it, or says nothing at all. */
    private void idle(ServiceProcess service) throws IOException {
        Socket socket = connect(service);
        if (random.nextBoolean()) {
            socket.getOutputStream()
                    .write(("POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nwebhook-id: m"
                                    + number
                                    + "\r\nwebhook-timestamp: " + System.currentTimeMillis() / 1000
                                    + "\r\nwebhook-signature: v1,AAAA\r\nContent-Length: 1048576\r\n\r\n"
                                    + "x".repeat(random.nextInt(60_000)))
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        idle.add(socket);
        if (idle.size() > MOST_IDLE) {
            close(idle.remove());
        }
    }

    private static Socket connect(ServiceProcess service) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), service.at("/").getPort());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
