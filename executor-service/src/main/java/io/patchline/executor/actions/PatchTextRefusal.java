package io.patchline.executor.actions;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.recognition.Recognition;
import io.patchline.recognition.TextRecognizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last look at what is about to run: a patch text is refused whole, before anything of its patch is carried out. The ingest service refuses it too, but a message
 * may come from an older version, a dead letter, or somebody else's hand.
 */
final class PatchTextRefusal {
    private static final String AS_PATCH =
            "This is a diff or patch, not a command, and is not run. Submit it as the string in \"patch\" under a new id.";

    private PatchTextRefusal() {}

    /** Why the patch is refused; empty if each of its commands is one. */
    static Optional<Outcome> of(Patch patch) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < patch.actions().size(); i++) {
            if (patch.actions().get(i) instanceof PatchAction.RunCommand command) {
                String pointer = patch.pointer(i);
                detail(command).ifPresent(why -> problems.add(new Problem(ErrorCode.NOT_EXECUTABLE, pointer, why)));
            }
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(
                        ErrorCode.NOT_EXECUTABLE, problems.getFirst().detail(), problems));
    }

    private static Optional<String> detail(PatchAction.RunCommand command) {
        return switch (TextRecognizer.recognize(command.script())) {
            case Recognition.Command plain -> Optional.empty();
            case Recognition.PatchText text -> Optional.of(AS_PATCH);
            case Recognition.Unusable unusable -> Optional.of(unusable.detail());
        };
    }
}
