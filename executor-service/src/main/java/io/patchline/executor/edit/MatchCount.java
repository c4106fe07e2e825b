package io.patchline.executor.edit;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.placement.Candidates;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction.Occurrences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts the places of one replacement, and tells which of them are taken. */
final class MatchCount {
    private static final int MOST_SHOWN = 10;

    private final Occurrences wanted;
    private final List<Integer> firstPlaces = new ArrayList<>();
    private int count;

    MatchCount(Occurrences wanted) {
        this.wanted = wanted;
    }

    boolean wantsMore() {
        return wanted != Occurrences.FIRST || count == 0;
    }

    /** Counts a place, and tells whether it is one to replace. */
    boolean takes(int place) {
        if (firstPlaces.size() < MOST_SHOWN) {
            firstPlaces.add(place);
        }
        count++;
        return count == 1 || wanted == Occurrences.ALL;
    }

    boolean none() {
        return count == 0;
    }

    void refuseAmbiguous(FilePath path, String text) throws EditRefusedException {
        if (wanted == Occurrences.ONE && count > 1) {
            List<String> lineList = Document.of(text).lines();
            List<Integer> starts = starts(text);
            String lines =
                    starts.stream().map(start -> String.valueOf(start + 1)).collect(Collectors.joining(", "));
            throw new EditRefusedException(
                    ErrorCode.CONTEXT_AMBIGUOUS,
                    "The text to replace stands " + count + " times in " + path + ", at lines " + lines
                            + (count > MOST_SHOWN ? ", …" : "")
                            + ". Add lines around it until it stands there once, or say with \"occurrences\" that"
                            + " the \"first\" or \"all\" are meant."
                            + Candidates.describe(lineList, starts, 1));
        }
    }

    private List<Integer> starts(String text) {
        return firstPlaces.stream()
                .map(place -> (int)
                        text.substring(0, place).chars().filter(c -> c == '\n').count())
                .distinct()
                .toList();
    }
}
