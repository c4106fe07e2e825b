package io.patchline.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Certificates and keys in PEM files (RFC 7468), as certificate authorities hand them out. Whatever is wrong is an
 * {@link IllegalArgumentException} with the file's name and what to do, and without any of its contents.
 */
record PemFile(Path path) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** At least one. */
    List<X509Certificate> certificates() {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes()))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(path + " holds no certificate in PEM that can be read", e);
        }
        throw new IllegalArgumentException(path + " holds no certificate");
    }

    /** The first. */
    PrivateKey privateKey() {
        Matcher key = PKCS8.matcher(new String(bytes(), StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new IllegalArgumentException(path + " holds no private key in PKCS#8 that is not encrypted;"
                    + " make one of another form with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        return Stream.of("EC", "RSA", "EdDSA")
                .flatMap(algorithm -> read(encoded, algorithm).stream())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(path + " holds a private key that is neither EC, RSA nor EdDSA"));
    }

    /** A key says of which algorithm it is only where nobody but its own factory reads it. */
    private static Optional<PrivateKey> read(PKCS8EncodedKeySpec key, String algorithm) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(key));
        } catch (GeneralSecurityException ofAnother) {
            return Optional.empty();
        }
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    path + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
