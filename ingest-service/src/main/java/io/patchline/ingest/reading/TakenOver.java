package io.patchline.ingest.reading;

import io.patchline.ingest.json.JsonField;
import io.patchline.patch.FilePath;
import java.util.Map;

/**
 * What commands and changes take over from around them: directory and variables, the file. A submission says it once, and its message with each of them, so that a small one could come to any size: together it is at most
 * {@value #MOST_BYTES} bytes. For one thread.
 */
final class TakenOver {
    static final int MOST_BYTES = 4 << 20;

    private static final String REFUSAL =
            "What is said for several commands or changes at once (\"env\", \"cwd\", the file) would come to more than "
                    + (MOST_BYTES >> 20)
                    + " MiB, as often as it is meant. Put the commands into one string, a line each, or the changes into one diff; or split the patch.";

    /** Of a variable or a path, beside its text. */
    private static final int AROUND = 16;

    private long bytes;

    /** Whether one more command may have these settings. That there is no room is told once, at the first place that has none. */
    boolean isRoomFor(CommandSettings settings, JsonField place) {
        if (isWithin()) {
            settings.cwd().ifPresent(this::add);
            settings.env().entrySet().forEach(this::add);
            refuseBeyond(place);
        }
        return isWithin();
    }

    /** One more change is one of this file. That there is no room is told once, at the first place that has none. */
    void add(FilePath file, JsonField place) {
        if (isWithin()) {
            add(file);
            refuseBeyond(place);
        }
    }

    private void refuseBeyond(JsonField place) {
        if (!isWithin()) {
            place.refuse(REFUSAL);
        }
    }

    private boolean isWithin() {
        return bytes <= MOST_BYTES;
    }

    private void add(FilePath path) {
        bytes += AROUND + inMessage(path.value());
    }

    private void add(Map.Entry<String, String> variable) {
        bytes += AROUND + variable.getKey().length() + inMessage(variable.getValue());
    }

    /** How many bytes of JSON the text is, at most. */
    private static long inMessage(String text) {
        return text.chars().mapToLong(c -> c < ' ' ? 6 : c < 0x80 ? 2 : 3).sum();
    }
}
