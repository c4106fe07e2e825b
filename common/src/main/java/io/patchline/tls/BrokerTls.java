package io.patchline.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How a broker is trusted over TLS and who we are to it. The host name is always verified. The files are read for each
 * session, so that a certificate that was renewed counts from the next one on; only the log's reader knows them from the start of its service.
 *
 * @param caFile the authorities; without it those that the platform trusts
 * @param certificateFile our certificate; only together with
 * @param keyFile its private key
 */
public record BrokerTls(Optional<Path> caFile, Optional<Path> certificateFile, Optional<Path> keyFile) {
    /** The authorities of the platform, and no certificate of ours. */
    public static final BrokerTls STANDARD = new BrokerTls(Optional.empty(), Optional.empty(), Optional.empty());

    /** What the key is called in a store that nobody else sees. */
    private static final String ALIAS = "patchline";

    private static final char[] NO_PASSWORD = {};

    /**
     * @throws IllegalArgumentException if there is a certificate without its key or the reverse
     */
    public BrokerTls {
        if (certificateFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException(
                    "patchline.broker.certificate-file and patchline.broker.key-file go together: set both, or none");
        }
    }

    /**
     * Everything for a connection.
     *
     * @throws IllegalArgumentException if a file cannot be used; the message says which and why
     */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(key().map(key -> new KeyManager[] {key}).orElse(null), new TrustManager[] {trust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be used with these certificates: " + e.getMessage(), e);
        }
    }

    /**
     * Trusts the broker, if its certificate is for the host that was connected to.
     *
     * @throws IllegalArgumentException if the authorities' file cannot be used
     */
    public TrustManager trust() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities());
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .map(HostVerification::new)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("cannot trust the authorities of " + caFile, e);
        }
    }

    /**
     * Who we are, if the broker asks.
     *
     * @throws IllegalArgumentException if certificate or key cannot be used
     */
    public Optional<X509KeyManager> key() {
        if (certificateFile.isEmpty() || keyFile.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore store = emptyStore();
            List<X509Certificate> chain = new PemFile(certificateFile.get()).certificates();
            store.setKeyEntry(
                    ALIAS, new PemFile(keyFile.get()).privateKey(), NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return Arrays.stream(factory.getKeyManagers())
                    .filter(X509KeyManager.class::isInstance)
                    .map(X509KeyManager.class::cast)
                    .findFirst();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the certificate of " + certificateFile.get() + " and the key of " + keyFile.get()
                            + " cannot be used together: " + e.getMessage(),
                    e);
        }
    }

    /** Null stands for the platform's. */
    private @Nullable KeyStore authorities() throws GeneralSecurityException, IOException {
        if (caFile.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (X509Certificate authority : new PemFile(caFile.get()).certificates()) {
            store.setCertificateEntry(
                    authority.getSerialNumber() + " " + authority.getSubjectX500Principal(), authority);
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
