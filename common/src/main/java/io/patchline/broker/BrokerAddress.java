package io.patchline.broker;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a broker is and who we are to it: {@code amqp://user:password@host:port/vhost}, or {@code amqps://} for TLS with the platform's
 * trust store and host name verification. Its text never shows the password.
 */
public final class BrokerAddress {
    private final URI uri;

    private BrokerAddress(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads one address or several, separated by commas or white space.
     *
     * @throws IllegalArgumentException if there is none, or one cannot be read; the message holds no secret
     */
    public static List<BrokerAddress> parse(String text) {
        List<BrokerAddress> addresses = Arrays.stream(text.strip().split("[,\\s]+"))
                .filter(part -> !part.isEmpty())
                .map(BrokerAddress::one)
                .toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "the broker's address is empty; give amqp://user:password@host:port/vhost");
        }
        return addresses;
    }

    /**
     * Reads the addresses from the file if one is named, else from the text.
     *
     * @throws IllegalArgumentException if they cannot be read; the message says where they were sought and holds no secret
     */
    public static List<BrokerAddress> from(Optional<Path> file, String text) {
        if (file.isEmpty()) {
            return parse(text);
        }
        try {
            return parse(Files.readString(file.get()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file with the broker's address cannot be read: " + file.get() + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    /** A factory for one connection to it, with the client's own recovery off: a session is replaced whole. */
    ConnectionFactory connectionFactory() {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
            if (isTls()) {
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use the broker's address " + this, e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        return factory;
    }

    public String host() {
        return uri.getHost();
    }

    public int port() {
        int standard = isTls() ? ConnectionFactory.DEFAULT_AMQP_OVER_SSL_PORT : ConnectionFactory.DEFAULT_AMQP_PORT;
        return uri.getPort() == -1 ? standard : uri.getPort();
    }

    public boolean isTls() {
        return "amqps".equals(uri.getScheme());
    }

    public String user() {
        return connectionFactory().getUsername();
    }

    public String password() {
        return connectionFactory().getPassword();
    }

    public String virtualHost() {
        return connectionFactory().getVirtualHost();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s://%s:%d%s"
                .formatted(uri.getScheme(), host(), port(), uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    private static BrokerAddress one(String text) {
        try {
            URI uri = new URI(text);
            boolean scheme = "amqp".equals(uri.getScheme()) || "amqps".equals(uri.getScheme());
            if (scheme && uri.getHost() != null) {
                return new BrokerAddress(uri);
            }
        } catch (URISyntaxException e) {
            // Its message would quote the address with the password: said below without it.
        }
        throw new IllegalArgumentException(
                "the broker's address cannot be read; give amqp://user:password@host:port/vhost, special characters percent-encoded");
    }
}
