package io.patchline.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Below the range of outgoing connections, where a client that keeps trying to reconnect could end up connected to itself. */
final class FreePort {
    private static final Logger LOG = LoggerFactory.getLogger(FreePort.class);

    private FreePort() {}

    static int any() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                LOG.atDebug().addKeyValue("port", port).log("port is taken, trying another");
            }
        }
    }
}
