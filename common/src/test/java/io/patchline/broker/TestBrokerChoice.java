package io.patchline.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where tests take their broker from: a given URL, a container, or a private node of this machine's RabbitMQ. */
enum TestBrokerChoice {
    URL,
    DOCKER,
    LOCAL;

    static final String URL_VARIABLE = "PATCHLINE_TEST_AMQP_URL";
    static final String MANAGEMENT_VARIABLE = "PATCHLINE_TEST_MANAGEMENT_URL";
    static final String CHOICE_VARIABLE = "PATCHLINE_TEST_BROKER";

    /**
     * What {@code PATCHLINE_TEST_BROKER} demands; without it a given URL, or the server of {@code PATCHLINE_RABBITMQ_SERVER}; else Docker where it has the image or can get
     * it, else this machine's server.
     */
    static TestBrokerChoice from(Map<String, String> environment) {
        String demanded = environment.get(CHOICE_VARIABLE);
        if (demanded != null) {
            return demanded(demanded);
        }
        if (environment.containsKey(URL_VARIABLE)) {
            return URL;
        }
        if (!environment.getOrDefault(LocalBroker.SERVER_VARIABLE, "").isEmpty()) {
            return LOCAL;
        }
        return DockerBroker.isPossible() ? DOCKER : LOCAL;
    }

    /**
     * @param certificates the directory with {@code ca.pem}, {@code broker.pem} and {@code broker-key.pem}, for a broker that also takes TLS
     */
    BrokerHome start(Optional<Path> certificates) {
        return switch (this) {
            case URL -> GivenBroker.from(System.getenv());
            case DOCKER -> DockerBroker.start(certificates);
            case LOCAL -> LocalBroker.start(certificates);
        };
    }

    private static TestBrokerChoice demanded(String name) {
        return switch (name) {
            case "url" -> URL;
            case "docker" -> DOCKER;
            case "local" -> LOCAL;
            default ->
                throw new IllegalArgumentException(CHOICE_VARIABLE + " is url, docker or local, but not " + name);
        };
    }
}
