package io.patchline.ingest.follow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of the last event of an output: who comes back with it has everything of this run. */
final class OutputEnd {
    private static final Pattern ID = Pattern.compile("(\\d{1,9})\\.end");

    private OutputEnd() {}

    static String id(int run) {
        return run + ".end";
    }

    /** The run that an id is the end of; empty for another id. */
    static Optional<Integer> runOf(String id) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}
