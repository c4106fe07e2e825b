package io.patchline.ingest.lanes;

import com.rabbitmq.client.Address;
import io.patchline.broker.BrokerAddress;
import io.patchline.ingest.config.IngestConfig;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells the connector where the broker is, from the same configuration as everything else. */
@Singleton
final class ConnectorBroker {

    /** Named in application.properties as the client options of the channel {@code presence}. */
    @Produces
    @Singleton
    @Identifier("patchline-broker")
    RabbitMQOptions options(IngestConfig config) {
        List<BrokerAddress> addresses = BrokerAddress.from(config.broker());
        BrokerAddress first = addresses.getFirst();
        RabbitMQOptions options = new RabbitMQOptions();
        options.setUser(first.user()).setPassword(first.password()).setVirtualHost(first.virtualHost());
        options.setHost(first.host()).setPort(first.port());
        options.setAddresses(addresses.stream()
                .map(address -> new Address(address.host(), address.port()))
                .toList());
        if (first.isTls()) {
            options.setSsl(true).setTrustOptions(TrustOptions.wrap(first.tls().trust()));
            first.tls().key().ifPresent(key -> options.setKeyCertOptions(KeyCertOptions.wrap(key)));
        }
        options.setConnectionName("patchline ingest presence");
        options.setAutomaticRecoveryEnabled(false).setReconnectAttempts(0);
        return options;
    }
}
