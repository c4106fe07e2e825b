package io.patchline.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.patchline.patch.WorkspaceName;
import java.util.Optional;

/**
 * A workspace, as an executor tells of it in its {@link Presence}. What a newer version adds is passed over.
 *
 * @param kind {@code directory} or {@code git}; a newer version may tell others
 * @param branch of a git workspace
 * @param review whether every patch of it, or some by what they change, wait for a review
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkspaceInfo(WorkspaceName name, String kind, Optional<String> branch, boolean review) {
    public static final String DIRECTORY = "directory";
    public static final String GIT = "git";

    /** A directory. */
    public static WorkspaceInfo directory(WorkspaceName name) {
        return new WorkspaceInfo(name, DIRECTORY, Optional.empty(), false);
    }

    /** A branch of a git repository. */
    public static WorkspaceInfo git(WorkspaceName name, String branch, boolean review) {
        return new WorkspaceInfo(name, GIT, Optional.of(branch), review);
    }

    @JsonIgnore
    public boolean isGit() {
        return kind.equals(GIT);
    }
}
