package io.patchline.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** From here to the machine: its name, a connection, and TLS. */
final class NetworkLinks {
    private static final int CONNECT_MILLIS = 10_000;
    private static final Duration SOON = Duration.ofDays(14);

    private final URI url;
    private final String host;
    private final int port;
    private final SSLSocketFactory trust;

    /**
     * @param trust whose certificates are trusted
     */
    NetworkLinks(URI url, SSLSocketFactory trust) {
        this.url = url;
        this.trust = trust;
        this.host = url.getHost().replaceAll("[\\[\\]]", "");
        this.port = url.getPort() >= 0 ? url.getPort() : isTls() ? 443 : 80;
    }

    Finding name() {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            return Finding.ok(
                    "name",
                    host + " is "
                            + Arrays.stream(addresses)
                                    .map(InetAddress::getHostAddress)
                                    .collect(Collectors.joining(", ")));
        } catch (UnknownHostException e) {
            return Finding.broken(
                    "name",
                    "unknown_host",
                    "The name " + host + " is not known here.",
                    "Check the address (--url, PATCHLINE_URL, `patchline context list`), or the DNS of this machine.");
        }
    }

    Finding connection() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return Finding.ok("connection", "connected to " + socket.getRemoteSocketAddress());
        } catch (IOException e) {
            return Finding.broken(
                    "connection",
                    "no_connection",
                    "No connection to " + host + ", port " + port + ": " + e.getMessage() + ".",
                    "Is the service up (./patchline status there)? Is the port right, and open in firewalls on the way?");
        }
    }

    Finding tls() {
        if (!isTls()) {
            return Finding.ok("tls", "not used: " + url.getScheme() + "://" + url.getHost());
        }
        try (SSLSocket socket = (SSLSocket) trust.createSocket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setServerNames(java.util.List.of(new javax.net.ssl.SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return expiry(
                    (X509Certificate) socket.getSession().getPeerCertificates()[0],
                    socket.getSession().getProtocol());
        } catch (SSLException e) {
            return failed(e);
        } catch (IOException | IllegalArgumentException e) {
            return Finding.broken(
                    "tls",
                    "no_tls",
                    "No TLS with " + host + ": " + e.getMessage() + ".",
                    "Does this port speak TLS at all? Perhaps the address is http://.");
        }
    }

    /** A certificate that is trusted by itself is not checked for its time by the handshake; other clients do. */
    private static Finding expiry(X509Certificate certificate, String protocol) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            return expired(e);
        } catch (CertificateNotYetValidException e) {
            return notYetValid(e);
        }
        Instant end = certificate.getNotAfter().toInstant();
        String saw = protocol + ", certificate of "
                + certificate.getIssuerX500Principal().getName() + " until " + end;
        return Instant.now().plus(SOON).isAfter(end)
                ? Finding.warning("tls", "certificate_expires", saw, "Renew the certificate before then.")
                : Finding.ok("tls", saw);
    }

    private static Finding failed(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException expired) {
                return expired(expired);
            }
            if (cause instanceof CertificateNotYetValidException early) {
                return notYetValid(early);
            }
        }
        String text = String.valueOf(e.getMessage());
        if (text.contains("No name matching") || text.contains("subject alternative")) {
            return Finding.broken(
                    "tls",
                    "certificate_of_another_host",
                    "The certificate is another host's: " + text + ".",
                    "Use the name that the certificate is for, or get one for this name.");
        }
        if (text.contains("PKIX") || text.contains("unable to find valid certification path")) {
            return Finding.broken(
                    "tls",
                    "certificate_untrusted",
                    "This machine does not trust who signed the certificate: " + text + ".",
                    "Install the authority's certificate in the JVM's trust store (-Djavax.net.ssl.trustStore), or use a publicly trusted certificate.");
        }
        return Finding.broken(
                "tls",
                "no_tls",
                "TLS fails: " + text + ".",
                "Does this port speak TLS 1.2 or 1.3? Perhaps the address is http://.");
    }

    private static Finding expired(CertificateExpiredException e) {
        return Finding.broken(
                "tls",
                "certificate_expired",
                "The certificate has expired: " + e.getMessage() + ".",
                "Renew it; then restart what serves it.");
    }

    private static Finding notYetValid(CertificateNotYetValidException e) {
        return Finding.broken(
                "tls",
                "certificate_not_yet_valid",
                "The certificate is not valid yet: " + e.getMessage() + ".",
                "Check the clock of this machine.");
    }

    private boolean isTls() {
        return url.getScheme().equals("https");
    }
}
