package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestBrokerChoiceTest {
    @Test
    void a_given_server_is_the_one_that_is_tested_on() {
        assertThat(TestBrokerChoice.from(Map.of("PATCHLINE_RABBITMQ_SERVER", "/opt/rabbitmq/sbin/rabbitmq-server")))
                .isEqualTo(TestBrokerChoice.LOCAL);
    }

    @Test
    void what_is_demanded_counts_for_more_than_anything_else() {
        assertThat(TestBrokerChoice.from(Map.of(
                        "PATCHLINE_TEST_BROKER",
                        "docker",
                        "PATCHLINE_TEST_AMQP_URL",
                        "amqp://a",
                        "PATCHLINE_RABBITMQ_SERVER",
                        "/a")))
                .isEqualTo(TestBrokerChoice.DOCKER);
        assertThatThrownBy(() -> TestBrokerChoice.from(Map.of("PATCHLINE_TEST_BROKER", "remote")))
                .hasMessage("PATCHLINE_TEST_BROKER is url, docker or local, but not remote");
    }

    @Test
    void a_given_url_counts_for_more_than_a_server() {
        assertThat(TestBrokerChoice.from(
                        Map.of("PATCHLINE_TEST_AMQP_URL", "amqp://a", "PATCHLINE_RABBITMQ_SERVER", "/a")))
                .isEqualTo(TestBrokerChoice.URL);
    }
}
