package io.patchline.executor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The executor's configuration: every key, its default, and no other key. */
@ConfigMapping(prefix = "patchline")
public interface ExecutorConfig {

    /** The number of lane queues: the same for every service on the broker. */
    @WithDefault("8")
    int lanes();

    /** How many patches are carried out at the same time. Default: the number of processors. */
    Optional<Integer> slots();

    /** The directory tree that patches may change. Created if missing. */
    @WithDefault(".patchline/workspace")
    Path workspace();

    /** Where the ledger is: beside the workspace, never inside it. Created if missing. */
    @WithDefault(".patchline/state")
    Path state();

    /** How long running patches may go on after SIGTERM before they are ended as interrupted. */
    @WithDefault("30s")
    Duration grace();

    Broker broker();

    Executor executor();

    Http http();

    /** Where the broker is. */
    interface Broker {
        /** {@code amqp://user:password@host:port/vhost}, several separated by commas. Default: RabbitMQ's own, which works over loopback only. */
        @WithDefault("amqp://guest:guest@127.0.0.1:5672")
        String url();

        /** A file that holds the address, so that no secret is in the environment; it is read instead of the above. */
        Optional<Path> urlFile();
    }

    /** Who this executor is. */
    interface Executor {
        /** Its name in events, dead letters and the console. Default: host name and process id. */
        Optional<String> name();
    }

    /** Where its status page is. */
    interface Http {
        @WithDefault("127.0.0.1")
        String host();

        /** If it is taken, a free one is used. */
        @WithDefault("5053")
        int port();
    }
}
