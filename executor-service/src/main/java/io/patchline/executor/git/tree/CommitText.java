package io.patchline.executor.git.tree;

import java.util.Map;
import java.util.Objects;

/**
 * What a commit says.
 *
 * @param environment who made it and when, as git reads it: author and committer
 * @param message all of it, the trailers at its end
 */
public record CommitText(Map<String, String> environment, String message) {
    public CommitText {
        environment = Map.copyOf(environment);
    }

    /** One of the variables, which must be there. */
    String of(String variable) {
        return Objects.requireNonNull(environment.get(variable), variable);
    }
}
