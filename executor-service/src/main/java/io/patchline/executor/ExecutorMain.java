package io.patchline.executor;

import io.patchline.http.RequestHeads;
import io.patchline.http.UriCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the executor; takes a free port for its status page if the wanted one is taken. */
@QuarkusMain
public final class ExecutorMain {
    private static final String PORT = "quarkus.http.port";

    private ExecutorMain() {}

    /** No arguments: everything is configuration. */
    public static void main(String... args) {
        UriCheck.replaceFrameworks();
        RequestHeads.register();
        String host = ConfigProvider.getConfig().getValue("quarkus.http.host", String.class);
        int port = ConfigProvider.getConfig().getValue(PORT, Integer.class);
        if (!isFree(host, port)) {
            System.setProperty(PORT, "0");
        }
        Quarkus.run(args);
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
