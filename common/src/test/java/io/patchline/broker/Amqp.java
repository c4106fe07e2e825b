package io.patchline.broker;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** Plain connections for tests, without the client's recovery: what breaks stays broken, and shows. */
public final class Amqp {
    private Amqp() {}

    public static Connection connect(String url) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(2_000);
        try {
            factory.setUri(url);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException("not an AMQP URL", e);
        }
        return factory.newConnection("test");
    }

    /** By the server's greeting alone: the client would log a warning at every attempt. */
    static void awaitAnswer(String url) {
        URI address = URI.create(url);
        await().atMost(Duration.ofSeconds(90)).until(() -> greets(address.getHost(), address.getPort()));
    }

    static String serverVersion(String url) {
        try (Connection connection = connect(url)) {
            return Objects.toString(connection.getServerProperties().get("version"));
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    private static boolean greets(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            return socket.getInputStream().read() == 1;
        } catch (IOException notYet) {
            return false;
        }
    }
}
