package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a patch was made on: a commit, or some files as they were. Where that has changed since, the patch is refused as {@code stale} and nothing runs.
 *
 * @param commit that the branch must be at
 * @param files by their paths, what each must contain; 1 to {@value #MOST_FILES} where there is no commit
 */
public record Base(
        Optional<CommitId> commit,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        Map<String, ContentId> files) {
    /** The most files. */
    public static final int MOST_FILES = 1000;

    /**
     * @throws IllegalArgumentException if there is not either of the two, or a path is none
     */
    public Base {
        Text.require(
                commit.isPresent() == files.isEmpty() && files.size() <= MOST_FILES,
                "base",
                "must be a commit, or name 1 to " + MOST_FILES + " files");
        files.keySet().forEach(FilePath::new);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** Made on this commit. */
    public static Base of(CommitId commit) {
        return new Base(Optional.of(commit), Map.of());
    }

    /** Made on these files as they were. */
    public static Base of(Map<String, ContentId> files) {
        return new Base(Optional.empty(), files);
    }
}
