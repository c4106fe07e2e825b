package io.patchline.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of certificates, by servers that have such ones. */
class CertificateTest {
    private static final String PASSWORD = "password";

    @TempDir
    private Path directory;

    @Test
    void a_certificate_that_is_good_for_long() throws Exception {
        assertThat(look(List.of("-ext", "SAN=ip:127.0.0.1"), true).code()).isEqualTo("ok");
    }

    @Test
    void one_that_ends_soon() throws Exception {
        assertThat(look(List.of("-ext", "SAN=ip:127.0.0.1", "-validity", "7"), true)
                        .code())
                .isEqualTo("certificate_expires");
    }

    @Test
    void one_that_has_ended() throws Exception {
        Finding finding = look(List.of("-ext", "SAN=ip:127.0.0.1", "-startdate", "-9d", "-validity", "3"), true);

        assertThat(finding.code()).isEqualTo("certificate_expired");
        assertThat(finding.grade()).isEqualTo(Finding.Grade.BROKEN);
    }

    @Test
    void one_that_is_not_valid_yet() throws Exception {
        assertThat(look(List.of("-ext", "SAN=ip:127.0.0.1", "-startdate", "+9d"), true)
                        .code())
                .isEqualTo("certificate_not_yet_valid");
    }

    @Test
    void another_hosts() throws Exception {
        assertThat(look(List.of("-ext", "SAN=dns:other.example"), true).code())
                .isEqualTo("certificate_of_another_host");
    }

    @Test
    void one_that_nobody_here_trusts() throws Exception {
        assertThat(look(List.of("-ext", "SAN=ip:127.0.0.1"), false).code()).isEqualTo("certificate_untrusted");
    }

    private Finding look(List<String> options, boolean trusted) throws Exception {
        KeyStore keys = keys(options);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serverContext(keys)));
        server.start();
        try {
            URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            SSLSocketFactory trust = trusted
                    ? clientContext(keys).getSocketFactory()
                    : SSLContext.getDefault().getSocketFactory();
            return new NetworkLinks(url, trust).tls();
        } finally {
            server.stop(0);
        }
    }

    private KeyStore keys(List<String> options) throws Exception {
        Path file = directory.resolve("keys.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString(),
                "-validity",
                "90"));
        command.addAll(options);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static SSLContext serverContext(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Trusts the server's certificate itself. */
    private static SSLContext clientContext(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
