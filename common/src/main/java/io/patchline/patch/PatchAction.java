package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One step of a patch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PatchAction.RunCommand.class, name = "run_command"),
    @JsonSubTypes.Type(value = PatchAction.WriteFile.class, name = "write_file"),
    @JsonSubTypes.Type(value = PatchAction.DeleteFile.class, name = "delete_file"),
    @JsonSubTypes.Type(value = PatchAction.ChangeMode.class, name = "change_mode"),
    @JsonSubTypes.Type(value = PatchAction.ReplaceText.class, name = "replace_text"),
    @JsonSubTypes.Type(value = PatchAction.ApplyDiff.class, name = "apply_diff"),
    @JsonSubTypes.Type(value = PatchAction.Revert.class, name = "revert"),
})
public sealed interface PatchAction {

    /**
     * Run a bash script.
     *
     * @param cwd the directory to run in, in the workspace; absent: the workspace itself
     * @param env variables that it sees, at most {@value #MAX_VARIABLES}
     * @param strict whether it runs under {@code set -euo pipefail}
     */
    record RunCommand(
            String script,
            Optional<FilePath> cwd,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            Map<String, String> env,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            boolean strict)
            implements PatchAction {
        /** The most variables. */
        public static final int MAX_VARIABLES = 100;

        public RunCommand {
            Text.notBlank("script", script);
            Text.require(env.size() <= MAX_VARIABLES, "env", "must have at most " + MAX_VARIABLES + " variables");
            env.forEach(VariableName::check);
            env = Collections.unmodifiableMap(new TreeMap<>(env));
        }

        /** Runs in the workspace itself, with no variables of its own, and goes on after a failure as bash does. */
        public RunCommand(String script) {
            this(script, Optional.empty(), Map.of(), false);
        }
    }

    /** Create the file or replace its contents (UTF-8). Without a mode an existing file keeps its own, and a new one has 0644. */
    record WriteFile(FilePath path, String contents, Optional<FileMode> mode) implements PatchAction {
        public WriteFile {
            Text.wellFormed("contents", contents);
        }
    }

    /** Delete a file that exists. */
    record DeleteFile(FilePath path) implements PatchAction {}

    /** Give a file that exists other permission bits. */
    record ChangeMode(FilePath path, FileMode mode) implements PatchAction {}

    /** Replace text in a file that exists; that nothing matches is an error. */
    record ReplaceText(FilePath path, String pattern, String replacement, Matching matching, Occurrences occurrences)
            implements PatchAction {
        public ReplaceText {
            Text.require(!pattern.isEmpty(), "pattern", "must not be empty");
            Text.wellFormed("pattern", pattern);
            Text.wellFormed("replacement", replacement);
        }
    }

    /**
     * Apply a unified diff or a V4A patch.
     *
     * @param target the file that a diff without file headers is about
     */
    record ApplyDiff(String diff, Optional<FilePath> target) implements PatchAction {
        public ApplyDiff {
            Text.notBlank("diff", diff);
        }
    }

    /**
     * Undo on the branch's tip what this commit changed: the opposite change, three-way, as {@code git revert}. Asked for by
     * {@code POST /v1/patches/{id}/revert}; a patch that has one has no actions of another kind.
     *
     * @param patch that made the commit
     */
    record Revert(PatchId patch, CommitId commit) implements PatchAction {}

    /** How the place of a replacement is found. */
    enum Matching {
        /** As literal text; where that occurs nowhere, as a regular expression (RE2 syntax). */
        @JsonProperty("pattern")
        PATTERN,
        /** As a block of text, sought as a diff's context is; more than one place is an error. */
        @JsonProperty("block")
        BLOCK,
    }

    /** Which of several matches are replaced. */
    enum Occurrences {
        @JsonProperty("first")
        FIRST,
        @JsonProperty("all")
        ALL,
        /** The only one: a second match is an error. */
        @JsonProperty("one")
        ONE,
    }

    /** The one file that it is about; empty for a command or a revert, and for a diff, which names its files itself. */
    default Optional<FilePath> file() {
        return switch (this) {
            case WriteFile write -> Optional.of(write.path());
            case DeleteFile delete -> Optional.of(delete.path());
            case ChangeMode change -> Optional.of(change.path());
            case ReplaceText replace -> Optional.of(replace.path());
            case ApplyDiff diff -> Optional.empty();
            case RunCommand command -> Optional.empty();
            case Revert revert -> Optional.empty();
        };
    }
}
