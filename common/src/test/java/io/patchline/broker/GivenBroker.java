package io.patchline.broker;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A broker that somebody else runs. It is used, never killed. */
record GivenBroker(String amqpUrl, URI managementUrl) implements BrokerHome {

    static GivenBroker from(Map<String, String> environment) {
        String amqpUrl = Optional.ofNullable(environment.get(TestBrokerChoice.URL_VARIABLE))
                .orElseThrow(() -> new IllegalStateException(TestBrokerChoice.URL_VARIABLE + " is not set"));
        String console = "http://" + URI.create(amqpUrl).getHost() + ":15672";
        return new GivenBroker(
                amqpUrl, URI.create(environment.getOrDefault(TestBrokerChoice.MANAGEMENT_VARIABLE, console)));
    }

    @Override
    public OptionalInt tlsPort() {
        return OptionalInt.empty();
    }

    @Override
    public boolean canBeKilled() {
        return false;
    }

    @Override
    public void kill9() {
        throw new UnsupportedOperationException("a given broker is not ours to kill");
    }

    @Override
    public void stopInOrder() {
        throw new UnsupportedOperationException("a given broker is not ours to stop");
    }

    @Override
    public void startAgain() {
        throw new UnsupportedOperationException("a given broker is not ours to start");
    }

    @Override
    public void stop() {}

    @Override
    public String description() {
        return "given by " + TestBrokerChoice.URL_VARIABLE;
    }

    @Override
    public Optional<String> log() {
        return Optional.empty();
    }
}
