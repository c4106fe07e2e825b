package io.patchline.broker;

import java.nio.file.Path;
import java.util.Optional;

/** Where the broker is and how it is trusted, as both services are configured: {@code patchline.broker.*}. */
public interface BrokerSettings {
    /** {@code amqp://user:password@host:port/vhost}, several separated by commas or white space; {@code amqps} for TLS. */
    String url();

    /** A file that holds the address, so that no secret is in the environment; it is read instead of the above. */
    Optional<Path> urlFile();

    /** PEM file of the authorities that may have signed the broker's certificate. Default: those that the platform trusts. */
    Optional<Path> caFile();

    /** PEM file of our certificate and its chain, for a broker that asks for one. Needs {@link #keyFile()}. */
    Optional<Path> certificateFile();

    /** PEM file of our certificate's private key, PKCS#8 and not encrypted. */
    Optional<Path> keyFile();

    /**
     * Whether the service declares exchanges and queues, and checks the arguments of those that are there, each time it connects. False where its user may not, and
     * they are imported: the broker would log a refusal each time.
     */
    boolean declare();
}
