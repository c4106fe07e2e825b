package io.patchline.ingest;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the ingest service, or says in one line why it cannot. */
@QuarkusMain
public final class IngestMain {
    private static final int CANNOT_START = 1;

    private IngestMain() {}

    /** No arguments: everything is configuration. */
    public static void main(String... args) {
        String host = ConfigProvider.getConfig().getValue("quarkus.http.host", String.class);
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            System.err.printf(
                    "Cannot listen on %s:%d: %s. Stop what uses the port (ss -ltnp 'sport = :%d' shows it), or set PATCHLINE_HTTP_PORT.%n",
                    host, port, e.getMessage(), port);
            System.exit(CANNOT_START);
        }
        Quarkus.run(args);
    }
}
