package io.patchline.ingest.status;

import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;

/** How much of what commands wrote is shown with a patch. */
public enum OutputView {
    /** The last {@value ShownOutcome#LAST_CHARACTERS} characters, and so little of everything else that the answer fits a model's context. */
    TAIL,
    /** All that the outcome has. */
    FULL,
    /** The outcome is left out, which lies in the broker's log: everything else is known at once. */
    NONE;

    /** The query parameter. */
    public static final String NAME = "output";

    /**
     * What the query asks for: the tail, if it does not say.
     *
     * @throws InvalidParameterException if it asks for something else
     */
    public static OutputView in(Parameters parameters) {
        return switch (parameters.one(NAME).orElse("tail")) {
            case "tail" -> TAIL;
            case "full" -> FULL;
            case "none" -> NONE;
            default -> throw new InvalidParameterException("The parameter output is tail, full or none.");
        };
    }
}
