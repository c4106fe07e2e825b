package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A broker that accepts a connection and never greets it, as RabbitMQ 4.3.6 does with one of a hundred (docs/operations.md). */
class SilentBrokerIT {
    @Test
    void who_gets_no_answer_asks_once_more() throws IOException {
        URI broker = URI.create(TestBroker.shared().newVirtualHost());
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                ExecutorService dispatcher = BrokerSession.newDispatcher()) {
            Thread.startVirtualThread(() -> acceptAll(server, broker, connections));
            String url = "amqp://%s@%s:%d%s"
                    .formatted(
                            broker.getRawUserInfo(),
                            server.getInetAddress().getHostAddress(),
                            server.getLocalPort(),
                            broker.getRawPath());

            BrokerSession session = BrokerSession.open(BrokerAddress.parse(url).getFirst(), "test", dispatcher);
            try (Channel channel = session.openChannel()) {
                assertThat(channel.isOpen()).isTrue();
            } catch (TimeoutException e) {
                throw new AssertionError(e);
            } finally {
                session.close();
            }
            assertThat(connections).hasValue(2);
        }
    }

    /** The first is never answered, those after it are the broker's. */
    private static void acceptAll(ServerSocket server, URI broker, AtomicInteger connections) {
        try {
            while (true) {
                Socket client = server.accept();
                if (connections.incrementAndGet() > 1) {
                    Socket target = new Socket(broker.getHost(), broker.getPort());
                    Thread.startVirtualThread(() -> copy(client, target));
                    Thread.startVirtualThread(() -> copy(target, client));
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other end is gone.
        }
    }
}
