package io.patchline.broker;

import java.util.List;

/**
 * A broker's listener for TLS, as it is configured in {@code rabbitmq.conf}. It verifies the certificates of clients that have one.
 *
 * @param address a port, or an address with a port
 * @param directory where the {@link #FILES} are, as the broker sees it
 */
record TlsListener(String address, String directory) {
    static final List<String> FILES = List.of("ca.pem", "broker.pem", "broker-key.pem");

    String configuration() {
        return """
                listeners.ssl.1 = %1$s
                ssl_options.cacertfile = %2$s/ca.pem
                ssl_options.certfile = %2$s/broker.pem
                ssl_options.keyfile = %2$s/broker-key.pem
                ssl_options.verify = verify_peer
                ssl_options.fail_if_no_peer_cert = false
                """.formatted(address, directory);
    }
}
