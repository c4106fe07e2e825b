package io.patchline.ingest.webhook;

import io.patchline.ingest.reading.JsonField;
import io.patchline.ingest.reading.MutationForm;
import io.patchline.ingest.reading.QuotedName;
import io.patchline.ingest.reading.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the field {@code op} of a mutation can say, and the words that submitters use for it. */
public enum MutationOp {
    UPSERT(
            MutationForm.WRITE,
            "upsert",
            "write",
            "create",
            "overwrite",
            "file_create",
            "create_file",
            "file_write",
            "write_file",
            "file_upsert",
            "new_file"),
    DELETE(MutationForm.DELETE, "delete", "remove", "file_delete", "delete_file", "file_remove", "remove_file"),
    CHMOD(MutationForm.CHANGE_MODE, "chmod", "change_mode", "file_chmod"),
    /** What is changed how is said by the other fields. */
    EDIT(
            null,
            "update",
            "edit",
            "modify",
            "replace",
            "search_replace",
            "str_replace",
            "replace_text",
            "insert",
            "file_update",
            "update_file",
            "file_edit",
            "edit_file",
            "file_modify",
            "file_replace");

    private static final Set<String> RENAMES = Set.of("rename", "move", "file_rename", "file_move", "mv");
    private static final Set<String> COMMANDS =
            Set.of("shell", "run", "command", "run_command", "shell_command", "exec", "bash");

    private final Optional<MutationForm> form;
    private final List<String> words;

    MutationOp(@org.jspecify.annotations.Nullable MutationForm form, String... words) {
        this.form = Optional.ofNullable(form);
        this.words = List.of(words);
    }

    /** The form that goes with it; empty if the other fields tell. */
    public Optional<MutationForm> form() {
        return form;
    }

    /** What this place says; nothing, with the reason among the problems, if it is no such word. */
    public static Optional<MutationOp> of(JsonField place) {
        Optional<String> word = place.text().map(MutationOp::plain);
        Optional<MutationOp> op = word.flatMap(said ->
                Stream.of(values()).filter(known -> known.words.contains(said)).findFirst());
        if (word.isPresent() && op.isEmpty()) {
            refuse(place, word.get());
        }
        return op;
    }

    /** Whether this place says that the item is a command. */
    public static boolean isCommand(JsonField place) {
        return place.value().isTextual()
                && COMMANDS.contains(plain(place.value().textValue()));
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static void refuse(JsonField place, String word) {
        if (RENAMES.contains(word)) {
            place.refuse(
                    "A file is renamed by a diff: \"patch\": \"diff --git a/<old> b/<new>\\nrename from <old>\\nrename to <new>\\n\".");
            return;
        }
        List<String> known = Stream.of(values()).map(op -> op.words.getFirst()).toList();
        List<String> all = Stream.of(values()).flatMap(op -> op.words.stream()).toList();
        place.refuse("Must be one of " + QuotedName.names(known) + "." + Suggestions.question(word, all));
    }
}
