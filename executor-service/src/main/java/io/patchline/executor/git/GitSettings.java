package io.patchline.executor.git;

import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.git.tree.Keep;
import io.patchline.patch.WorkspaceName;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A workspace that is a branch of a repository.
 *
 * @param branch without {@code refs/heads/}
 * @param review which patches wait for a review
 * @param reviewWithin how long a commit waits for its review
 * @param keep what stays in a working tree between runs
 * @param timeout how long each fetch and push may take
 * @param sizes how many bytes a fetch, and each file of a commit, may have; a commit; a checkout
 * @param fence whether each push moves the branch's {@link Fence} too
 */
public record GitSettings(
        WorkspaceName name,
        RepositoryUrl url,
        String branch,
        Credentials credentials,
        ReviewRule review,
        Duration reviewWithin,
        Keep keep,
        Duration timeout,
        SizeLimits sizes,
        boolean fence) {
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
    private static final int LONGEST_BRANCH = 200;
    private static final long LEAST = 1 << 20;

    /**
     * @throws IllegalArgumentException that says which key is wrong
     */
    public GitSettings {
        String key = "patchline.git." + name;
        require(
                BRANCH.matcher(branch).matches()
                        && branch.length() <= LONGEST_BRANCH
                        && !branch.contains("..")
                        && !branch.matches(".*(\\.lock|\\.)(/.*)?"),
                key + ".branch must be the name of a branch, without refs/heads/");
        require(
                !branch.startsWith("patchline/"),
                key + ".branch must not begin with patchline/: branches of reviews do");
        require(timeout.isPositive(), key + ".timeout must be longer than zero");
        require(reviewWithin.isPositive(), key + ".review-within must be longer than zero");
        require(sizes.file() >= LEAST, key + ".fetch-limit must be at least 1M");
        require(sizes.commit() >= LEAST, key + ".commit-limit must be at least 1M");
        require(sizes.checkout() >= LEAST, key + ".checkout-limit must be at least 1M");
        require(
                credentials.keyFile().isEmpty() || url.isSsh(),
                key + ".key-file is for ssh; the url is of " + url.protocol());
        require(
                credentials.tokenFile().isEmpty() || url.isHttp(),
                key + ".token-file is for https; the url is of " + url.protocol());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
