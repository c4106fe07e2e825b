package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Execution(ExecutionMode.CONCURRENT)
class TestBrokerIT {
    private static final Logger LOG = LoggerFactory.getLogger(TestBrokerIT.class);
    private static final String QUEUE = "kept";

    @Test
    void a_confirmed_message_in_a_quorum_queue_survives_the_killing_of_the_broker() throws Exception {
        try (TestBroker broker = TestBroker.own()) {
            LOG.atInfo().addKeyValue("broker", broker.description()).log("the tests' broker");
            assumeTrue(broker.canBeKilled(), "a given broker is not ours to kill");
            String url = broker.newVirtualHost();
            publishConfirmed(url, "still here");

            broker.kill9();
            assertThatThrownBy(() -> Amqp.connect(url)).isInstanceOf(IOException.class);
            broker.startAgain();

            assertThat(take(url)).isEqualTo("still here");
        }
    }

    @Test
    void nodes_that_are_started_at_once_do_not_take_each_other_for_themselves() {
        assumeTrue(TestBroker.canBeConfigured(), "needs nodes of this machine");
        CompletableFuture<TestBroker> other = CompletableFuture.supplyAsync(TestBroker::own);
        try (TestBroker one = TestBroker.own();
                TestBroker two = other.join()) {
            assertThat(one.managementUrl()).isNotEqualTo(two.managementUrl());
            assertThat(List.of(one.newVirtualHost(), two.newVirtualHost())).doesNotHaveDuplicates();
        }
    }

    @Test
    void virtual_hosts_do_not_see_each_others_queues() throws Exception {
        String one = TestBroker.shared().newVirtualHost();
        String other = TestBroker.shared().newVirtualHost();
        publishConfirmed(one, "for one");

        assertThatThrownBy(() -> take(other)).hasStackTraceContaining("no queue '" + QUEUE + "'");
        assertThat(take(one)).isEqualTo("for one");
    }

    @Test
    void there_is_one_shared_broker_and_its_console_answers() {
        TestBroker broker = TestBroker.shared();

        assertThat(TestBroker.shared()).isSameAs(broker);
        ManagementApi management = new ManagementApi(broker.managementUrl(), broker.user(), broker.password());
        assertThat(management.call("GET", "/api/overview", "")).contains("rabbitmq_version");
    }

    private static void publishConfirmed(String url, String text) throws Exception {
        try (Connection connection = Amqp.connect(url)) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, text.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static String take(String url) throws Exception {
        try (Connection connection = Amqp.connect(url)) {
            GetResponse got = connection.createChannel().basicGet(QUEUE, true);
            return got == null ? "(empty)" : new String(got.getBody(), StandardCharsets.UTF_8);
        }
    }
}
