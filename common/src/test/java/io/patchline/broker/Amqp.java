package io.patchline.broker;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** Plain connections for tests, without the client's recovery: what breaks stays broken, and shows. */
final class Amqp {
    private Amqp() {}

    static Connection connect(String url) throws IOException, TimeoutException {
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

    static void awaitAnswer(String url) {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptionsMatching(Amqp::isNotThereYet)
                .until(() -> {
                    connect(url).close();
                    return true;
                });
    }

    static String serverVersion(String url) {
        try (Connection connection = connect(url)) {
            return Objects.toString(connection.getServerProperties().get("version"));
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    private static boolean isNotThereYet(Throwable e) {
        return e instanceof IOException || e instanceof TimeoutException;
    }
}
