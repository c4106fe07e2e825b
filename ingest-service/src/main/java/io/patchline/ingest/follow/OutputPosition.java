package io.patchline.ingest.follow;

import io.patchline.ingest.http.InvalidParameterException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a follower has the output: the id of its events.
 *
 * @param bytes how many of the action's output
 */
public record OutputPosition(int run, int attempt, int action, long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,18})");

    /**
     * @throws InvalidParameterException if the text is no such id
     */
    public static OutputPosition parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidParameterException(
                    "The header Last-Event-ID is the id of an event of this stream, such as 1.1.0.4096. Leave it out"
                            + " to begin anew.");
        }
        return new OutputPosition(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Long.parseLong(matcher.group(4)));
    }

    @Override
    public String toString() {
        return run + "." + attempt + "." + action + "." + bytes;
    }
}
