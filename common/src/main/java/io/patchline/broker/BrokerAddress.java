package io.patchline.broker;

import com.rabbitmq.client.ConnectionFactory;
import io.patchline.tls.BrokerTls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a broker is and who we are to it: {@code amqp://user:password@host:port/vhost}, or {@code amqps://} for TLS, where the host name is
 * verified. Its text never shows the password.
 */
public final class BrokerAddress {
    private final URI uri;
    private final BrokerTls tls;

    private BrokerAddress(URI uri, BrokerTls tls) {
        this.uri = uri;
        this.tls = tls;
    }

    /**
     * Reads one address or several, separated by commas or white space; those with TLS trust what the platform trusts.
     *
     * @throws IllegalArgumentException if there is none, or one cannot be read; the message holds no secret
     */
    public static List<BrokerAddress> parse(String text) {
        return parse(text, BrokerTls.STANDARD);
    }

    private static List<BrokerAddress> parse(String text, BrokerTls tls) {
        List<BrokerAddress> addresses = Arrays.stream(text.strip().split("[,\\s]+"))
                .filter(part -> !part.isEmpty())
                .map(part -> one(part, tls))
                .toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "the broker's address is empty; give amqp://user:password@host:port/vhost");
        }
        return addresses;
    }

    /**
     * Reads the addresses from the file if one is named, else from the text, and makes sure that the files for TLS can be used.
     *
     * @throws IllegalArgumentException if something cannot be read; the message says where it was sought and holds no secret
     */
    public static List<BrokerAddress> from(BrokerSettings settings) {
        BrokerTls tls = new BrokerTls(settings.caFile(), settings.certificateFile(), settings.keyFile());
        List<BrokerAddress> addresses = parse(text(settings), tls);
        if (!tls.equals(BrokerTls.STANDARD)) {
            if (!addresses.stream().allMatch(BrokerAddress::isTls)) {
                throw new IllegalArgumentException(
                        "patchline.broker.ca-file and certificate-file are for TLS: give the broker's address as amqps://…");
            }
            tls.context();
        }
        return addresses;
    }

    private static String text(BrokerSettings settings) {
        if (settings.urlFile().isEmpty()) {
            return settings.url();
        }
        Path file = settings.urlFile().get();
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file with the broker's address cannot be read: " + file + " ("
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
                factory.useSslProtocol(tls.context());
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

    /** How it is trusted, where it is reached over TLS. */
    public BrokerTls tls() {
        return tls;
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

    private static BrokerAddress one(String text, BrokerTls tls) {
        try {
            URI uri = new URI(text);
            boolean scheme = "amqp".equals(uri.getScheme()) || "amqps".equals(uri.getScheme());
            if (scheme && uri.getHost() != null) {
                return new BrokerAddress(uri, tls);
            }
        } catch (URISyntaxException e) {
            // Its message would quote the address with the password: said below without it.
        }
        throw new IllegalArgumentException(
                "the broker's address cannot be read; give amqp://user:password@host:port/vhost, special characters percent-encoded");
    }
}
