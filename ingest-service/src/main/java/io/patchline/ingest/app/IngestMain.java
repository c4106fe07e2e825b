package io.patchline.ingest.app;

import io.patchline.broker.BrokerAddress;
import io.patchline.http.RequestHeads;
import io.patchline.http.UriCheck;
import io.patchline.ingest.access.TokenAuthenticator;
import io.patchline.ingest.callbacks.Callbacks;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.login.LoginSetup;
import io.patchline.ingest.oauth.OAuthSetup;
import io.patchline.ingest.session.ConsoleSessions;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Starts the ingest service, or says in one line why it cannot. */
@QuarkusMain
public final class IngestMain {
    private static final int CANNOT_START = 1;

    private IngestMain() {}

    /** No arguments: everything is configuration. */
    public static void main(String... args) {
        reasonNotToStart(config()).ifPresent(reason -> {
            System.err.println(reason);
            System.exit(CANNOT_START);
        });
        UriCheck.replaceFrameworks();
        RequestHeads.register();
        Quarkus.run(args);
    }

    /** The configuration before Quarkus has read it: what is checked here is answered with a line and not with a stack trace. */
    private static IngestConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);
    }

    private static Optional<String> reasonNotToStart(IngestConfig config) {
        try {
            TokenAuthenticator.check(config);
            ConsoleSessions.check(config);
            Callbacks.check(config);
            OAuthSetup.of(config);
            LoginSetup.of(config);
            BrokerAddress.from(config.broker());
            return isReload()
                    ? Optional.empty()
                    : portTaken(config.http().host(), config.http().port());
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** Quarkus' development mode holds the port while it loads changed classes, and then comes here again. */
    private static boolean isReload() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT;
    }

    private static Optional<String> portTaken(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    ("Cannot listen on %s:%d: %s. Stop what uses the port (ss -ltnp 'sport = :%d' shows it), "
                                    + "or set PATCHLINE_HTTP_PORT.")
                            .formatted(host, port, e.getMessage(), port));
        }
    }
}
