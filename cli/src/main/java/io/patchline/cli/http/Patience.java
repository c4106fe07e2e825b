package io.patchline.cli.http;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How long reading requests wait, all together, for a service that asks to be asked again soon: one that has just started, or has lost its broker for a moment (503, or 429, a problem that
 * is retryable, and a Retry-After in seconds). Not thread-safe.
 */
public final class Patience {
    private final Consumer<String> listener;
    private Duration left;

    private Patience(Duration most, Consumer<String> listener) {
        this.left = most;
        this.listener = listener;
    }

    /** For who shows the first answer, whatever it is. */
    public static Patience none() {
        return new Patience(Duration.ZERO, told -> {});
    }

    /**
     * @param most what is waited at most, over all requests
     * @param listener is told once for each request that waits
     */
    public static Patience of(Duration most, Consumer<String> listener) {
        return new Patience(most, listener);
    }

    /** The answer, or the last of several to the same question. */
    Answer ask(Supplier<Answer> question) {
        Answer answer = question.get();
        for (boolean told = false; answer.askAgainAfter().filter(this::isLeft).isPresent(); told = true) {
            if (!told) {
                listener.accept("Waiting up to " + left.toSeconds() + " s, as the service asks: "
                        + answer.parsed().orElseThrow().path("detail").asText());
            }
            Duration pause = answer.askAgainAfter().orElseThrow();
            left = left.minus(pause);
            Pause.of(pause);
            answer = question.get();
        }
        return answer;
    }

    private boolean isLeft(Duration pause) {
        return pause.compareTo(left) <= 0;
    }
}
