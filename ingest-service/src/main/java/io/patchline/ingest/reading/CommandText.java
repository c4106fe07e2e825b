package io.patchline.ingest.reading;

import io.patchline.ingest.json.JsonField;
import io.patchline.patch.PatchAction;
import io.patchline.recognition.Recognition;
import io.patchline.recognition.Shebang;
import io.patchline.recognition.TextRecognizer;
import java.util.Optional;

/** Reads a string that is to be run, wherever it stands: a patch text in its place is refused and never run. */
public final class CommandText {
    private CommandText() {}

    /** The command; nothing, with the reason among the problems, if it may not be run. Blank text is refused: it would succeed and do nothing. */
    public static Optional<PatchAction> read(JsonField place, CommandSettings settings) {
        return place.text().flatMap(text -> {
            Optional<String> other = Shebang.refusal(text);
            if (other.isPresent()) {
                place.refuse(other.get());
                return Optional.empty();
            }
            return switch (TextRecognizer.recognize(text)) {
                case Recognition.Command command -> place.text(same -> settings.command(command.script()));
                case Recognition.PatchText diff -> {
                    place.refuse(
                            "This is a diff or patch, not a command, and is not run. Put it into \"patch\" as a string.");
                    yield Optional.empty();
                }
                case Recognition.Unusable unusable -> {
                    place.refuse(unusable.detail());
                    yield Optional.empty();
                }
            };
        });
    }
}
