package io.patchline.executor.run;

import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.RunOptions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which patches hold their lane when they fail: those that say so, and those whose lane fits one of the configured patterns. */
public final class HoldPolicy {
    private final List<Pattern> lanes;

    /**
     * @param lanes names of lanes; {@code *} stands for any characters, or none
     */
    public HoldPolicy(List<String> lanes) {
        this.lanes = lanes.stream().map(HoldPolicy::pattern).toList();
    }

    /** A dry run changes nothing that others could build on. */
    boolean holds(Patch patch) {
        RunOptions options = patch.options();
        return !options.dryRun() && (options.onFailure() == RunOptions.OnFailure.HOLD || fits(patch.lane()));
    }

    private boolean fits(Lane lane) {
        return lanes.stream().anyMatch(pattern -> pattern.matcher(lane.name()).matches());
    }

    private static Pattern pattern(String lanes) {
        return Pattern.compile(
                Arrays.stream(lanes.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
