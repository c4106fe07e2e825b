package io.patchline.ingest.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import java.util.Optional;

/** What a submitter says about single changes, by their pointers: kept with the patch and shown, and it changes nothing. For one thread. */
public final class ChangeNotes {
    /** The field of the patch that keeps them, among those of the submitter's own. */
    public static final String FIELD = "change_notes";

    private final ObjectNode notes = JsonNodeFactory.instance.objectNode();

    /** Keeps what an item says about itself. */
    public void keep(JsonField item, Fields fields) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        MutationFields.NOTES.forEach(
                name -> fields.get(name).flatMap(JsonField::text).ifPresent(text -> own.put(name.name(), text)));
        if (!own.isEmpty()) {
            notes.set(item.pointer(), own);
        }
    }

    /** All of them; nothing if nothing was said. */
    public Optional<ObjectNode> all() {
        return notes.isEmpty() ? Optional.empty() : Optional.of(notes);
    }
}
