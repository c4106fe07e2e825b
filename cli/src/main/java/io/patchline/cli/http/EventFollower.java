package io.patchline.cli.http;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows a stream of server-sent events through any number of lost connections, restarts and replicas: it comes back with the id of the last event that was taken, and the service goes on
 * behind it. A connection on which nothing comes for some time, heartbeats included, is lost, too: that is how a closed laptop or a silent proxy looks.
 */
public final class EventFollower {
    private final ApiClient api;
    private final String path;
    private final Settings settings;
    private final Listener listener;
    private Optional<String> lastId;

    /**
     * How a follower behaves.
     *
     * @param silence how long nothing may come on a connection; longer than the service's heartbeat of 10 s
     * @param pause between two attempts to connect; doubled at each that fails, up to {@code longestPause}
     * @param giveUpAfter how long to try in vain before it is a failure
     */
    public record Settings(Duration silence, Duration pause, Duration longestPause, Duration giveUpAfter) {
        /** 25 s of silence, 0.5 to 10 s between attempts. */
        public static Settings givingUpAfter(Duration giveUpAfter) {
            return new Settings(Duration.ofSeconds(25), Duration.ofMillis(500), Duration.ofSeconds(10), giveUpAfter);
        }
    }

    /** Gets the events, and hears of the connection. On the caller's thread. */
    public interface Listener {
        /** An event. */
        Reaction onEvent(ServerSentEvent event);

        /** The connection is lost, or could not be made; the follower tries again. */
        void onLost(String reason);

        /** It is there again, so long after it was lost. */
        void onBack(Duration away);
    }

    /** What a listener does with an event. */
    public enum Reaction {
        /** It has it: the follower goes on behind it, also on another connection. */
        TAKEN,
        /** It does not have it yet: another connection would bring it again. */
        LEFT,
        /** It has had enough, and left this one. */
        ENOUGH
    }

    /** What came of one connection. */
    private enum End {
        DONE,
        LOST
    }

    public EventFollower(ApiClient api, String path, Optional<String> lastId, Settings settings, Listener listener) {
        this.api = api;
        this.path = path;
        this.lastId = lastId;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Returns when the listener has had enough, or the service says that there is no more (204).
     *
     * @throws CommandException if the service refuses, or cannot be reached for as long as {@link Settings#giveUpAfter}
     */
    public void follow() {
        long lostAt = 0;
        boolean lost = false;
        Duration pause = settings.pause();
        while (true) {
            String reason;
            try {
                HttpResponse<InputStream> response = api.open(path, lastId);
                if (response.statusCode() == 204) {
                    response.body().close();
                    return;
                }
                refuseForeign(response);
                if (lost) {
                    listener.onBack(Duration.ofNanos(System.nanoTime() - lostAt));
                    lost = false;
                }
                pause = settings.pause();
                if (read(response.body()) == End.DONE) {
                    return;
                }
                reason = "the connection has ended";
            } catch (IOException e) {
                reason = "the connection is lost (" + e.getMessage() + ")";
            } catch (CommandException e) {
                if (!e.retryable()) {
                    throw e;
                }
                reason = e.text();
            }
            if (!lost) {
                lost = true;
                lostAt = System.nanoTime();
                listener.onLost(reason);
            }
            if (System.nanoTime() - lostAt > settings.giveUpAfter().toNanos()) {
                throw new CommandException(
                        ExitCode.UNREACHABLE,
                        "unreachable",
                        "Given up after " + settings.giveUpAfter().toSeconds() + " s: " + reason);
            }
            Pause.of(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
        }
    }

    /** The id of the last event that was taken. */
    public Optional<String> lastId() {
        return lastId;
    }

    private void refuseForeign(HttpResponse<InputStream> response) throws IOException {
        boolean stream = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        if (response.statusCode() != 200 || !stream) {
            try (InputStream body = response.body()) {
                Answer answer = new Answer(response.statusCode(), response.headers(), body.readAllBytes());
                answer.json();
                throw new CommandException(
                        ExitCode.OTHER,
                        "not_patchline",
                        "There is no stream of events at " + api.target().url()
                                + ". Something between us and the service answers for it: `patchline doctor --prove` finds it.");
            }
        }
    }

    private End read(InputStream body) throws IOException {
        AtomicLong aliveAt = new AtomicLong(System.nanoTime());
        try (EventStreamReader events = new EventStreamReader(body, () -> aliveAt.set(System.nanoTime()))) {
            Thread watchdog = Thread.ofVirtual().start(() -> closeWhenSilent(events, aliveAt));
            try {
                return follow(events);
            } finally {
                watchdog.interrupt();
            }
        }
    }

    private End follow(EventStreamReader events) throws IOException {
        for (Optional<ServerSentEvent> next = events.next(); next.isPresent(); next = events.next()) {
            ServerSentEvent event = next.get();
            Reaction reaction = event.data().isEmpty() ? Reaction.TAKEN : listener.onEvent(event);
            if (reaction == Reaction.ENOUGH) {
                return End.DONE;
            }
            if (reaction == Reaction.TAKEN && !event.id().isEmpty()) {
                lastId = Optional.of(event.id());
            }
        }
        return End.LOST;
    }

    private void closeWhenSilent(EventStreamReader events, AtomicLong aliveAt) {
        long most = settings.silence().toNanos();
        try {
            for (long silent = 0; silent < most; silent = System.nanoTime() - aliveAt.get()) {
                Thread.sleep(Duration.ofNanos(most - silent));
            }
            events.close();
        } catch (InterruptedException e) {
            // The connection has ended by itself.
        } catch (IOException e) {
            // It is lost either way, and the reader gets the exception.
        }
    }
}
