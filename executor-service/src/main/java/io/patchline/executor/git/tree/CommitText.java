package io.patchline.executor.git.tree;

import java.util.Map;

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
}
