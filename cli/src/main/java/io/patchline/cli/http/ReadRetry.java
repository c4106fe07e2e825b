package io.patchline.cli.http;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How long reading requests wait, all together, for a service that asks to be asked again soon: one that has just started, or has lost its broker for a moment (503, or 429, a problem that
 * is retryable, and a Retry-After in seconds). Not thread-safe.
 */
public final class ReadRetry {
    private final Consumer<String> listener;
    private Duration left;

    private ReadRetry(Duration most, Consumer<String> listener) {
        this.left = most;
        this.listener = listener;
    }

    /** For who shows the first answer, whatever it is. */
    public static ReadRetry none() {
        return new ReadRetry(Duration.ZERO, message -> {});
    }

    /**
     * @param most what is waited at most, over all requests
     * @param listener hears once of each request that waits
     */
    public static ReadRetry of(Duration most, Consumer<String> listener) {
        return new ReadRetry(most, listener);
    }

    /** The answer, or the last of several to the same question. */
    Answer ask(Supplier<Answer> question) {
        Answer answer = question.get();
        for (boolean announced = false;
                answer.askAgainAfter().filter(this::isLeft).isPresent();
                announced = true) {
            if (!announced) {
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
