package io.patchline.ingest.reading;

import io.patchline.ingest.json.JsonField;
import io.patchline.ingest.json.QuotedName;
import io.patchline.ingest.json.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the field {@code op} of a mutation can say, and the words that submitters use for it. */
public enum MutationOp {
    UPSERT,
    DELETE,
    CHMOD,
    /** What is changed how is said by the other fields. */
    UPDATE;

    private static final Map<String, MutationOp> WORDS = words();
    private static final Set<String> COMMANDS =
            Set.of("shell", "run", "command", "run_command", "shell_command", "exec", "bash");

    private static Map<String, MutationOp> words() {
        Map<String, MutationOp> words = new TreeMap<>();
        List.of("upsert", "write", "create", "overwrite", "new_file").forEach(word -> words.put(word, UPSERT));
        List.of("delete", "remove").forEach(word -> words.put(word, DELETE));
        List.of("chmod", "change_mode").forEach(word -> words.put(word, CHMOD));
        List.of("update", "edit", "modify", "replace", "search_replace", "str_replace", "replace_text", "insert")
                .forEach(word -> words.put(word, UPDATE));
        List.of("upsert", "write", "create", "delete", "remove", "chmod", "update", "edit", "modify", "replace")
                .forEach(word -> {
                    MutationOp op = Objects.requireNonNull(words.get(word));
                    words.put("file_" + word, op);
                    words.put(word + "_file", op);
                });
        return Map.copyOf(words);
    }

    /** The form that goes with it; empty if the other fields tell. */
    Optional<MutationForm> form() {
        return switch (this) {
            case UPSERT -> Optional.of(MutationForm.WRITE);
            case DELETE -> Optional.of(MutationForm.DELETE);
            case CHMOD -> Optional.of(MutationForm.CHANGE_MODE);
            case UPDATE -> Optional.empty();
        };
    }

    /** What this place says; nothing, with the reason among the problems, if it is no such word. */
    public static Optional<MutationOp> of(JsonField place) {
        Optional<String> word = place.text().map(MutationOp::plain);
        Optional<MutationOp> op = word.map(WORDS::get);
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
        List<String> known = Stream.of(values())
                .map(op -> op.name().toLowerCase(Locale.ROOT))
                .toList();
        place.refuse(FieldHints.of(word)
                .orElseGet(() -> "Must be one of " + QuotedName.names(known) + "."
                        + Suggestions.question(word, WORDS.keySet())));
    }
}
