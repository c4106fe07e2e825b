package io.patchline.executor;

import io.patchline.broker.BrokerSettings;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.git.tree.Keep;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executor's configuration: every key, its default, and no other key. */
@ConfigMapping(prefix = "patchline")
public interface ExecutorConfig {

    /** The number of lane queues: the same for every service on the broker. */
    @WithDefault("8")
    int lanes();

    /** How many patches are carried out at the same time. Default: the number of processors. */
    Optional<Integer> slots();

    Workspace workspace();

    /** Workspaces that are branches of git repositories, by their names; see docs/git.md. */
    Map<String, Git> git();

    /** Where the ledger is: beside the workspace, never inside it. Created if missing. */
    @WithDefault(".patchline/state")
    Path state();

    /** How long running patches may go on after SIGTERM before they are ended as interrupted. */
    @WithDefault("30s")
    Duration grace();

    /** Whether commands may use the network: {@code off}, {@code on}, or {@code ask}: only those of patches that ask for it. */
    @WithDefault("off")
    NetworkPolicy network();

    /** Variables that every command sees besides those that Patchline sets. */
    Map<String, String> environment();

    Sandbox sandbox();

    Limits limits();

    Redaction redact();

    Ledger ledger();

    Hold hold();

    Drain drain();

    Broker broker();

    Executor executor();

    Log log();

    Traces traces();

    Http http();

    /** What patches may change. */
    interface Workspace {
        /** The directory tree, the workspace {@code default}. Created if missing. Default: {@code .patchline/workspace}, unless there are git workspaces. */
        @WithParentName
        Optional<Path> directory();

        /**
         * Absolute paths by which submitters know it, besides its own: a file below one of them is that of the workspace. Those of
         * Windows too. The same for the ingest service.
         */
        Optional<List<String>> knownAs();
    }

    /** A workspace that is a branch of a git repository. The same for all executors. */
    interface Git {
        /** {@code ssh://}, {@code https://}, {@code user@host:path}, {@code file:///}, or an absolute path. */
        String url();

        /** The branch, without {@code refs/heads/}. */
        @WithDefault("main")
        String branch();

        /** The private key, for ssh. */
        Optional<Path> keyFile();

        /** The host keys that are believed, for ssh. Default: those of the system. */
        Optional<Path> knownHostsFile();

        /** A file with a token or password, for https. */
        Optional<Path> tokenFile();

        /** Which patches wait for a review: {@code never}, {@code always}, or those that change a path of these globs. */
        @WithDefault("never")
        String review();

        /** How long a commit waits for its review before it is rejected. */
        @WithDefault("7d")
        Duration reviewWithin();

        /** What stays in a working tree between runs: {@code ignored} files, or {@code nothing}. */
        @WithDefault("ignored")
        Keep keep();

        /** How long each fetch and each push may take. */
        @WithDefault("5m")
        Duration timeout();

        /** How large a fetch may be, and each file of a commit. */
        @WithDefault("2G")
        MemorySize fetchLimit();

        /** How large all files together may be that one patch writes or touches. */
        @WithDefault("1G")
        MemorySize commitLimit();

        /** How large what one checkout writes may be. */
        @WithDefault("10G")
        MemorySize checkoutLimit();

        /** Whether each push moves {@code refs/patchline/branch/<branch>/fence} too. Only for a repository that takes branches and nothing else: false. */
        @WithDefault("true")
        boolean fence();
    }

    /** How long it remembers runs that are over; see docs/ledger.md. */
    interface Ledger {
        /** At least an hour. */
        @WithDefault("7d")
        Duration keepFor();

        /** About how many, the newest: at least 256. */
        @WithDefault("200000")
        int keep();

        /** About how many bytes: beyond them the oldest runs lose their output first. At least 64M. */
        @WithDefault("2G")
        MemorySize keepBytes();
    }

    /** Which lanes are held after a failure, besides those whose patches ask for it; see docs/lanes.md. */
    interface Hold {
        /** Names of lanes, in which {@code *} stands for any characters. The same for all executors of a workspace. */
        Optional<List<String>> lanes();
    }

    /** Who may drain it over HTTP; see docs/lanes.md. */
    interface Drain {
        /** A file with the token that {@code POST /drain} needs. Without it only this machine itself may, and only while commands have no network. */
        Optional<Path> tokenFile();
    }

    /** Where the broker is. */
    interface Broker extends BrokerSettings {
        /** {@inheritDoc} Default: RabbitMQ's own, which works over loopback only. */
        @Override
        @WithDefault("amqp://guest:guest@127.0.0.1:5672")
        String url();

        @Override
        @WithDefault("true")
        boolean declare();

        /**
         * How long RabbitMQ from 4.3 on waits for the end of a patch before it takes it for lost: 1 second to 49 days. An older one knows its own {@code consumer_timeout}
         * alone.
         */
        @WithDefault("30d")
        Duration consumerTimeout();

        /**
         * How many bytes a message may have: what {@code max_message_size} of the broker allows, which it does not tell. A larger one is refused here instead of there. At most
         * 512 MiB. Default: that of RabbitMQ 4.
         */
        @WithDefault("16M")
        MemorySize maxMessageSize();
    }

    /** Who this executor is. */
    interface Executor {
        /** Its name in events, dead letters and the console. Default: host name and process id. */
        Optional<String> name();
    }

    /** What commands run in; see docs/sandbox.md. */
    interface Sandbox {
        /** {@code bubblewrap}, {@code landlock}, {@code container}, {@code none}, or {@code auto}: bubblewrap, or the strongest accepted. */
        @WithParentName
        @WithDefault("auto")
        String tier();

        /** Run commands in a sandbox or not at all. {@code none} needs false. */
        @WithDefault("true")
        boolean required();

        /** The tiers that {@code auto} may step down to. */
        Optional<List<String>> accept();

        /** Where the program bwrap is. */
        @WithDefault("/usr/bin/bwrap")
        Path bwrap();

        /** Absolute paths that commands may read besides the system's. */
        Optional<List<Path>> readable();

        /** Whether a sandbox for each free slot is launched before there is a command for it, in the tier bubblewrap; see docs/sandbox.md. */
        @WithDefault("true")
        boolean prelaunch();

        /** A cgroup of version 2 that the executor may divide. Default: its own, if systemd delegates it. */
        Optional<Path> cgroup();

        /** Where commands are started from: passable for the user that they run as. Default: in the state directory. */
        Optional<Path> directory();
    }

    /** What one command may use. */
    interface Limits {
        /** How much a command may write before it is killed. */
        @WithDefault("64M")
        MemorySize output();

        /** How much of it is kept in the ledger's file. */
        @WithDefault("16M")
        MemorySize keptOutput();

        /** The longest line before it is passed on in pieces. */
        @WithDefault("64K")
        MemorySize line();

        /** Processes and threads at once. */
        @WithDefault("512")
        int processes();

        /** Each file that it writes. */
        @WithDefault("1G")
        MemorySize file();

        /** Its {@code /tmp}, which is in memory. */
        @WithDefault("256M")
        MemorySize tmp();

        /** The memory that each of its processes may allocate; default: no limit. */
        Optional<MemorySize> data();

        /** The memory of all of its processes together, where a cgroup is delegated; see docs/sandbox.md. */
        @WithDefault("2G")
        MemorySize memory();

        /** How long the sandbox may take to come up. */
        @WithDefault("10s")
        Duration setUp();

        /** How long a command may go on after SIGTERM before it is killed. */
        @WithDefault("5s")
        Duration grace();
    }

    /** What must not appear in any output. */
    interface Redaction {
        /** Files with secrets, one a line. The broker's password is always among them. */
        Optional<List<Path>> files();
    }

    /** Who collects spans; see docs/operations.md. */
    interface Traces {
        /** The address for OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}. Default: nobody. */
        Optional<URI> endpoint();

        /** Which part of the traces that begin here is collected, from 0 to 1. */
        @WithDefault("1.0")
        double ratio();
    }

    /** What the log's lines look like. */
    interface Log {
        /** JSON, one object a line, instead of text; see docs/operations.md. */
        @WithDefault("false")
        boolean json();
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
