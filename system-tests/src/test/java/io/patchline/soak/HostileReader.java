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

/** Somebody with a token for reading who asks for what is large, many times at once, and does not read the answers. */
final class HostileReader implements Runnable {
    private static final int MOST_OPEN = 250;

    private final ServiceProcess ingest;
    private final Random random;
    private final BooleanSupplier over;
    private final Deque<Socket> open = new ArrayDeque<>();

    HostileReader(ServiceProcess ingest, long seed, BooleanSupplier over) {
        this.ingest = ingest;
        this.random = new Random(seed);
        this.over = over;
    }

    @Override
    public void run() {
        while (!over.getAsBoolean()) {
            try {
                ask();
                Thread.sleep(20);
            } catch (IOException e) {
                // Refused or closed, as it should be.
            } catch (InterruptedException e) {
                break;
            }
        }
        while (!open.isEmpty()) {
            closeOldest();
        }
    }

    private void ask() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(
                InetAddress.getLoopbackAddress(), ingest.at("/").getPort()));
        open.add(socket);
        socket.getOutputStream()
                .write(("GET " + path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Place.READER
                                + "\r\nLast-Event-ID: "
                                + List.of("1.1.999999999.0", "1", "999999999.1.0.0", "")
                                        .get(random.nextInt(4))
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        if (open.size() > MOST_OPEN) {
            closeOldest();
        }
    }

    private String path() {
        String hostile = "hostile-" + (1 + random.nextInt(300));
        return List.of(
                        "/v1/patches/" + hostile,
                        "/v1/patches/" + hostile + "/output",
                        "/v1/patches/" + hostile + "/output?follow=true",
                        "/v1/patches/" + hostile + "/patch",
                        "/v1/events?from=beginning",
                        "/v1/patches?limit=200",
                        "/v1/lanes",
                        "/v1/dead-letters?limit=500")
                .get(random.nextInt(8));
    }

    private void closeOldest() {
        try {
            open.remove().close();
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
