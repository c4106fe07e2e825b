package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each service's user may do on a real broker, and what it may not. */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class PermissionsIT {
    private static final Map<TestBroker, Users> USERS = new ConcurrentHashMap<>();

    private final TestBroker broker;
    private final Users users;

    PermissionsIT(TestBroker broker) {
        this.broker = broker;
        this.users = USERS.computeIfAbsent(broker, Users::on);
    }

    /** A virtual host with the definitions, and its users. */
    record Users(Permissions permissions, Map<String, String> urls) {
        static Users on(TestBroker broker) {
            Permissions permissions = new Permissions(broker);
            return new Users(
                    permissions,
                    Map.of("ingest", permissions.urlOf("ingest"), "executor", permissions.urlOf("executor")));
        }
    }

    private String url(String service) {
        return Objects.requireNonNull(users.urls().get(service));
    }

    /** Something that a user may try. */
    interface Attempt {
        void on(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }

    /** An attempt, and the services that it must succeed for. */
    record Rule(String what, Attempt attempt, Set<String> allowed) {
        @Override
        public String toString() {
            return what + ": " + (allowed.isEmpty() ? "nobody" : String.join(", ", new TreeSet<>(allowed)));
        }
    }

    static List<Rule> rules() {
        Set<String> nobody = Set.of();
        Set<String> ingest = Set.of("ingest");
        Set<String> executor = Set.of("executor");
        Set<String> both = Set.of("ingest", "executor");
        return List.of(
                new Rule("submit a patch", publish("patches", "lane.0"), ingest),
                new Rule("publish an event", publish("patches.results", "patch.started"), both),
                new Rule("dead-letter", publish("patches.dlx", "dead"), executor),
                new Rule("talk to all executors", publish("patches.control", ""), both),
                new Rule("publish past the exchanges", publish("", "patches.lane.0"), nobody),
                new Rule("publish to patches.unrouted", publish("patches.unrouted", ""), ingest),
                new Rule("take patches", consume("patches.lane.0"), executor),
                new Rule("take dead letters", consume("patches.dead"), ingest),
                new Rule("have the desk of the dead letters", consume("patches.desk"), ingest),
                new Rule("read the log", consume("patches.log"), ingest),
                new Rule("read what is cancelled", consume("patches.cancelled"), executor),
                new Rule("read what OAuth clients were allowed", consume("patches.grants"), ingest),
                new Rule("take callbacks", consume("patches.callbacks"), ingest),
                new Rule("take what is unrouted", consume("patches.unrouted"), nobody),
                new Rule("hear what all executors hear", listen("patches.control", ""), both),
                new Rule("hear results", listen("patches.results", "#"), ingest),
                new Rule("hear patches", listen("patches", "#"), nobody),
                new Rule("hear dead letters", listen("patches.dlx", ""), nobody),
                new Rule(
                        "declare a queue",
                        channel -> channel.queueDeclare("mine", true, false, false, Map.of()),
                        nobody),
                new Rule("declare an exchange", channel -> channel.exchangeDeclare("mine", "fanout"), nobody),
                new Rule("empty a lane", channel -> channel.queuePurge("patches.lane.1"), executor),
                new Rule("empty the dead letters", channel -> channel.queuePurge("patches.dead"), ingest),
                new Rule("delete a lane", channel -> channel.queueDelete("patches.lane.0"), nobody),
                new Rule("delete the log", channel -> channel.queueDelete("patches.log"), nobody),
                new Rule("delete an exchange", channel -> channel.exchangeDelete("patches"), nobody),
                new Rule("bind a lane to events", bind("patches.lane.0", "patches.results"), ingest),
                new Rule("bind a lane to patches", bind("patches.lane.0", "patches"), nobody),
                new Rule("unbind a lane", unbind("patches.lane.0", "patches"), nobody),
                new Rule("unbind what is unrouted", unbind("patches.unrouted", "patches.unrouted"), nobody),
                new Rule("unbind where callbacks wait", unbind("patches.callbacks.wait.0", "patches.results"), ingest),
                new Rule("unbind callbacks", unbind("patches.callbacks", "patches.results"), nobody),
                new Rule("take callbacks that wait", consume("patches.callbacks.wait.0"), nobody),
                new Rule("empty what is unrouted", channel -> channel.queuePurge("patches.unrouted"), nobody),
                new Rule("unbind the log", unbind("patches.log", "patches.results"), nobody));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_user_may_do_what_its_service_does_and_nothing_else(Rule rule) throws Exception {
        for (String service : services()) {
            try (Connection connection = Amqp.connect(url(service))) {
                assertThat(isAllowed(connection, rule.attempt()))
                        .as(service + " may " + rule.what())
                        .isEqualTo(rule.allowed().contains(service));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_lives_without_permission_to_declare_where_everything_is_there(String service) {
        CompletableFuture<String> movedIn = new CompletableFuture<>();
        try (SessionKeeper keeper = keeper(service, url(service), movedIn)) {
            keeper.start();
            await().until(movedIn::isDone);
            assertThat(movedIn.join()).isEqualTo("yes");
            await().until(() -> keeper.session().isPresent());
            assertThat(keeper.missingPermissions()).isEmpty();
        }
    }

    /** From RabbitMQ 4.2.6 on; an older one tells everybody of everything. */
    @Test
    void what_a_user_may_not_see_is_named_and_keeps_nobody_away() throws Exception {
        String url = broker.newUser(
                users.permissions().adminUrl(),
                users.permissions()
                        .permission("ingest")
                        .replace("patches\\\\.unrouted|patches\\\\.lane\\\\.[0-9]+|", ""));
        CompletableFuture<String> movedIn = new CompletableFuture<>();
        try (SessionKeeper keeper = keeper("ingest", url, movedIn)) {
            keeper.start();
            await().until(() -> keeper.session().isPresent());
            BrokerSession session = keeper.session().orElseThrow();
            try (PassiveDeclarations look = session.passiveDeclarations()) {
                if (tellsEverybody(look)) {
                    assertThat(keeper.missingPermissions()).isEmpty();
                } else {
                    assertThat(look.queue("patches.lane.7")).isEqualTo(new Lookup.Refused());
                    assertThat(look.queue("patches.dead")).isEqualTo(new Lookup.Found(0, 0));
                    assertThat(keeper.missingPermissions())
                            .hasSize(10)
                            .extracting(TopologyNeed::toString)
                            .contains(
                                    "write on queue patches.unrouted, to count what is unrouted",
                                    "write on queue patches.lane.7, to see that patches can wait there, and how many do");
                }
            }
        }
    }

    private static boolean tellsEverybody(PassiveDeclarations look) throws IOException {
        return look.queue("patches.cancelled") instanceof Lookup.Found;
    }

    @Test
    void a_service_that_finds_a_queue_missing_which_it_may_not_declare_moves_in_when_it_is_there_again()
            throws Exception {
        Permissions other = new Permissions(broker);
        CompletableFuture<String> movedIn = new CompletableFuture<>();
        try (Connection admin = Amqp.connect(other.adminUrl());
                SessionKeeper keeper = keeper("ingest", other.urlOf("ingest"), movedIn)) {
            Topology.Queue dead = new Topology(8).queues().get(1);
            admin.createChannel().queueDelete(dead.name());
            keeper.start();
            await().pollDelay(java.time.Duration.ofSeconds(1)).until(() -> !movedIn.isDone());
            admin.createChannel().queueDeclare(dead.name(), true, false, false, dead.arguments());
            await().until(movedIn::isDone);
            assertThat(movedIn.join()).isEqualTo("yes");
        }
    }

    static List<String> services() {
        return List.of("ingest", "executor");
    }

    private static SessionKeeper keeper(String service, String url, CompletableFuture<String> movedIn) {
        Topology topology = new Topology(8);
        return new SessionKeeper(
                BrokerAddress.parse(url),
                "test",
                service.equals("ingest")
                        ? ServiceTopology.ofIngest(topology, false)
                        : ServiceTopology.ofExecutor(topology, false),
                session -> movedIn.complete("yes"),
                e -> movedIn.complete(e.getMessage()));
    }

    private static Attempt publish(String exchange, String key) {
        return channel -> {
            channel.confirmSelect();
            channel.basicPublish(exchange, key, MessageProperties.MINIMAL_BASIC, new byte[0]);
            channel.waitForConfirmsOrDie(10_000);
        };
    }

    private static Attempt consume(String queue) {
        return channel -> {
            channel.basicQos(1);
            channel.basicConsume(queue, false, (tag, delivery) -> {}, tag -> {});
        };
    }

    private static Attempt listen(String exchange, String key) {
        return channel -> {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, exchange, key);
            channel.basicConsume(queue, true, (tag, delivery) -> {}, tag -> {});
        };
    }

    private static Attempt bind(String queue, String exchange) {
        return channel -> channel.queueBind(queue, exchange, "#");
    }

    private static Attempt unbind(String queue, String exchange) {
        return channel -> channel.queueUnbind(queue, exchange, "patch.#");
    }

    /** Only a refusal is a no; whatever else goes wrong fails the test. */
    private static boolean isAllowed(Connection connection, Attempt attempt) throws Exception {
        Channel channel = connection.createChannel();
        try {
            attempt.on(channel);
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException signal && isRefusal(signal)) {
                return false;
            }
            throw e;
        } catch (ShutdownSignalException e) {
            return refused(e);
        } finally {
            channel.abort();
        }
    }

    private static boolean refused(ShutdownSignalException e) {
        if (isRefusal(e)) {
            return false;
        }
        throw e;
    }

    private static boolean isRefusal(ShutdownSignalException signal) {
        return signal.getReason() instanceof AMQP.Channel.Close close && close.getReplyCode() == AMQP.ACCESS_REFUSED;
    }
}
