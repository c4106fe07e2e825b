package io.patchline.bench.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/**
 * POST until a 202 that follows the broker's confirm by a lane queue and the log: the token is compared, the JSON is read token by token, the message has
 * the headers that a patch's has, and the log is read. Nothing is checked, kept, limited, counted or logged. What it reaches is what a
 * webhook with Patchline's promise can reach on this machine.
 */
public final class BareRoute extends AbstractVerticle {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PREFETCH = 512;
    private static final int ACKNOWLEDGE_EVERY = 128;

    private final int port;
    private final String authorization;
    private final int lanes;
    private final ConfirmingPublisher publisher;

    private BareRoute(int port, String token, int lanes, ConfirmingPublisher publisher) {
        this.port = port;
        this.authorization = "Bearer " + token;
        this.lanes = lanes;
        this.publisher = publisher;
    }

    /** @param arguments the port on loopback, the broker's URL with Patchline's exchanges and queues, the token, and the number of lane queues; prints a line when it listens */
    public static void main(String... arguments) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(arguments[1]);
        Connection connection = factory.newConnection("bare route");
        read(connection.createChannel());
        ConfirmingPublisher publisher = new ConfirmingPublisher(connection.createChannel());
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
                .deployVerticle(
                        () -> new BareRoute(
                                Integer.parseInt(arguments[0]),
                                arguments[2],
                                Integer.parseInt(arguments[3]),
                                publisher),
                        new DeploymentOptions().setInstances(loops))
                .onSuccess(id -> System.out.println("listening"))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    /** The log, to its last token, as somebody must who is to tell the state of a patch. */
    private static void read(Channel channel) throws IOException {
        channel.basicQos(PREFETCH);
        channel.basicConsume(
                Topology.LOG,
                false,
                Map.of("x-stream-offset", "next"),
                (tag, delivery) -> {
                    target(delivery.getBody());
                    long number = delivery.getEnvelope().getDeliveryTag();
                    if (number % ACKNOWLEDGE_EVERY == 0) {
                        channel.basicAck(number, true);
                    }
                },
                tag -> {});
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void take(HttpServerRequest request, Buffer buffer) {
        if (!authorization.equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
            return;
        }
        try {
            byte[] body = buffer.getBytes();
            String target = target(body);
            String id = UUID.randomUUID().toString();
            String key = Topology.laneKey(new Lane(target).queue(lanes));
            Context loop = context;
            publisher.publish(key, id, body, confirmed -> loop.runOnContext(now -> answer(request, id, confirmed)));
        } catch (IOException e) {
            request.response().setStatusCode(400).end();
        }
    }

    private static void answer(HttpServerRequest request, String id, boolean confirmed) {
        if (!confirmed) {
            request.response().setStatusCode(503).end();
            return;
        }
        request.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .putHeader("Location", "/v1/patches/" + id)
                .end("{\"id\":\"" + id + "\",\"state\":\"queued\"}");
    }

    /** Reads all tokens; of the fields, the one that chooses the lane queue. */
    private static String target(byte[] body) throws IOException {
        String target = "default";
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    String value = parser.getText();
                    if ("target_file".equals(parser.currentName())) {
                        target = value;
                    }
                }
            }
        }
        return target;
    }
}
