package io.patchline.ingest.reading;

import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.Base;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.ContentId;
import io.patchline.patch.FilePath;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how a patch of a git workspace becomes a commit. */
final class CommitReader {
    private CommitReader() {}

    /** What the submitter said of it; empty where that is nothing. What is wrong is noted. */
    static Optional<CommitOptions> read(Fields fields) {
        Optional<Base> base = fields.get(PatchFields.BASE).flatMap(CommitReader::base);
        boolean review = fields.get(PatchFields.REVIEW).flatMap(JsonField::flag).orElse(false);
        Optional<String> message = fields.get(PatchFields.MESSAGE)
                .flatMap(place -> place.text(text -> {
                    new CommitOptions(Optional.empty(), false, Optional.of(text));
                    return text;
                }));
        CommitOptions options = new CommitOptions(base, review, message);
        return options.equals(CommitOptions.NONE) ? Optional.empty() : Optional.of(options);
    }

    private static Optional<Base> base(JsonField place) {
        if (place.value().isTextual()) {
            return place.text(CommitId::new).map(Base::of);
        }
        if (!place.value().isObject()
                || place.value().isEmpty()
                || place.value().size() > Base.MOST_FILES) {
            place.refuseKind(
                    "the whole hash of a commit as a string, or an object of 1 to " + Base.MOST_FILES + " files",
                    "{\"src/app.py\": \"<sha256 or blob id>\"}, with null for a file that must not exist");
            return Optional.empty();
        }
        Map<String, ContentId> files = new TreeMap<>();
        for (Iterator<String> names = place.value().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonField file = place.field(name);
            Optional<FilePath> path = path(file, name);
            Optional<ContentId> content = content(file);
            if (path.isPresent() && content.isPresent()) {
                files.put(path.get().value(), content.get());
            }
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(Base.of(files));
    }

    private static Optional<FilePath> path(JsonField place, String name) {
        try {
            return Optional.of(new FilePath(name));
        } catch (IllegalArgumentException e) {
            place.refuse("The " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private static Optional<ContentId> content(JsonField place) {
        return place.value().isNull() ? Optional.of(ContentId.NO_FILE) : place.text(ContentId::new);
    }
}
