package io.patchline.ingest.config;

import io.patchline.broker.BrokerSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ingest service's configuration: every key, its default, and no other key. */
@ConfigMapping(prefix = "patchline")
public interface IngestConfig {

    /** The number of lane queues: the same for every service on the broker. */
    @WithDefault("8")
    int lanes();

    Broker broker();

    Http http();

    Access access();

    Console console();

    OAuthConfig oauth();

    Limits limits();

    Submission submission();

    Workspace workspace();

    Review review();

    Status status();

    DeadLetters deadLetters();

    Callbacks callbacks();

    Following following();

    McpConfig mcp();

    Log log();

    Traces traces();

    /** Where the broker is. */
    interface Broker extends BrokerSettings {
        /** {@inheritDoc} Default: RabbitMQ's own, which works over loopback only. */
        @Override
        @WithDefault("amqp://guest:guest@127.0.0.1:5672")
        String url();

        @Override
        @WithDefault("true")
        boolean declare();

        /** How long a patch may wait for the broker's confirm before it is refused with 503. */
        @WithDefault("5s")
        Duration confirmTimeout();

        /**
         * How many bytes a message may have: what {@code max_message_size} of the broker allows, which it does not say. A larger one is refused here instead of there. At most
         * 512 MiB. Default: that of RabbitMQ 4.
         */
        @WithDefault("16M")
        MemorySize maxMessageSize();
    }

    /** What the service listens on. */
    interface Http {
        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("5555")
        int port();

        /** The address by which clients reach this service, as the OpenAPI document names it. Default: the host and port above. */
        Optional<URI> publicUrl();
    }

    /** Who may come in. */
    interface Access {
        /** The file with the tokens: a line {@code name:scopes:sha256} for each. */
        Optional<Path> tokensFile();

        /** The file with those who sign what they submit: a line {@code name:kind:secret-file} for each. */
        Optional<Path> sendersFile();

        /** A header that carries a token as it is, besides {@code Authorization: Bearer}. */
        @WithDefault("X-Patchline-Token")
        String header();

        /** How many attempts with wrong credentials an address may make before they are answered with 429: {@code 10/m} and the like. */
        @WithDefault("10/m")
        Rate failures();

        /** The proxies and tunnels whose word is taken for where a request comes from: addresses and ranges. */
        Optional<List<Network>> proxies();

        /** The header in which they say it. */
        @WithDefault("X-Forwarded-For")
        String proxyHeader();

        /** Whether the address of who submits a patch is kept with it, in the log, and shown to those who may read. */
        @WithDefault("true")
        boolean keepAddresses();

        /** Let everybody in, with every scope. Only on a loopback address. */
        @WithDefault("false")
        boolean anonymous();
    }

    /** The console, the page where people look. */
    interface Console {
        /** The file with the keys that sign its sessions, the same for all replicas; made if it is not there. Default: {@code console-key} beside the token file. */
        Optional<Path> keyFile();

        /** How long a session lasts, at most; at most 30 days. */
        @WithDefault("12h")
        Duration session();

        LoginConfig login();
    }

    /** How much a client may send, and how fast. */
    interface Limits {
        /** How often a credential may be used that has no rate of its own. */
        @WithDefault("1000/s")
        Rate rate();

        /** How long a body may take to arrive. */
        @WithDefault("30s")
        Duration bodyTimeout();

        /** What all bodies together may take in memory. Default: an eighth of the heap. */
        Optional<MemorySize> memory();

        /** How many connections there may be at once. */
        @WithDefault("1000")
        int connections();

        /** {@link #memory()}, or its default for a heap of this size. */
        default long memory(long heap) {
            return memory().map(MemorySize::asLongValue).orElse(heap / EIGHTH);
        }

        /** The default's part of the heap: what is made of a body takes several times its size. */
        int EIGHTH = 8;
    }

    /** The workspace of the executors. */
    interface Workspace {
        /** Absolute paths by which submitters know it: a file below one of them is that of the workspace. Those of Windows too. */
        Optional<List<String>> knownAs();
    }

    /** What a patch may ask for. */
    interface Submission {
        /** The largest body, in bytes. */
        @WithDefault("1048576")
        int largestBody();

        /** How deep its objects and lists may be nested. */
        @WithDefault("64")
        int deepestNesting();

        /** How many problems of a patch are reported at once. */
        @WithDefault("50")
        int mostProblems();

        /** The roles under which a text in {@code patch} is run as a command. */
        @WithDefault("command_patch")
        Set<String> commandRoles();

        /** The timeout of a command whose patch names none. */
        @WithDefault("5m")
        Duration defaultTimeout();

        /** The longest timeout that a patch may name. */
        @WithDefault("1h")
        Duration longestTimeout();

        /** The most retries that a patch may ask for. */
        @WithDefault("10")
        int mostRetries();

        /** Whether commands run under {@code set -euo pipefail} if their patch does not say. */
        @WithDefault("false")
        boolean strict();
    }

    /** Who gets an HTTP request when a patch is over. */
    interface Callbacks {
        /** The file with the secrets that sign them, {@code whsec_…} on a line each: with none there are no callbacks. */
        Optional<Path> secretFile();

        /** Where the outcome of a patch is sent that names no callback itself. */
        Optional<URI> url();

        /** Addresses outside the public internet that may be spoken to, such as {@code 10.1.0.0/16}; also without TLS. */
        Optional<Set<String>> allow();

        /** How long the whole of one try may take. */
        @WithDefault("15s")
        Duration timeout();

        /** About how long the first pause is; each one after is five times as long, up to the sixth. */
        @WithDefault("5s")
        Duration firstPause();

        /** How long after the first try the last may begin. */
        @WithDefault("24h")
        Duration giveUpAfter();

        /** How many are sent at a time, by each replica. */
        @WithDefault("64")
        int atOnce();

        /** How many of them to one receiver. */
        @WithDefault("4")
        int perReceiver();
    }

    /** Who judges commits that wait for a review. */
    interface Review {
        /** Whether a token may approve what it submitted itself. */
        @WithDefault("false")
        boolean own();
    }

    /** The view of the log. */
    interface Status {
        /** How many patches it holds: those that are not over before those that are. A fifth of them may await a review. */
        @WithDefault("100000")
        int keep();

        /** What they may take on the heap together, about. A quarter of it may be of patches that await a review. */
        @WithDefault("200M")
        MemorySize memory();
    }

    /** What is dead, and what is done with it. */
    interface DeadLetters {
        /** How many are listed, the newest. */
        @WithDefault("50000")
        int keep();

        /** What the list may take on the heap, about, with what is remembered of dead letters that have left it; the oldest go first. */
        @WithDefault("64M")
        MemorySize memory();

        /** How many an order for many deals with in a second. */
        @WithDefault("200")
        int rate();

        /** How often the queue's depth is compared with what is listed. */
        @WithDefault("15s")
        Duration checkEvery();
    }

    /** Server-sent events. */
    interface Following {
        /** How many clients may follow at a time. */
        @WithDefault("200")
        int clients();

        /** How many of them with one credential. */
        @WithDefault("100")
        int clientsPerCredential();
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
}
