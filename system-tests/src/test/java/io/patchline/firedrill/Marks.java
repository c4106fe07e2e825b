package io.patchline.firedrill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the patches left in the workspace.
 *
 * @param lines of each lane's file, in order
 * @param made the ids whose own files are there
 */
record Marks(Map<String, List<String>> lines, List<String> made) {

    static Marks in(Path workspace, List<DrillPatch> patches) throws IOException {
        Map<String, List<String>> lines = new HashMap<>();
        List<String> made = new ArrayList<>();
        for (DrillPatch patch : patches) {
            Path lane = workspace.resolve(patch.laneFile());
            if (!lines.containsKey(patch.laneName()) && Files.exists(lane)) {
                lines.put(patch.laneName(), Files.readAllLines(lane));
            }
            Path own = workspace.resolve(patch.ownFile());
            if (Files.exists(own) && Files.readString(own).equals(patch.id() + "\n")) {
                made.add(patch.id());
            }
        }
        return new Marks(lines, made);
    }

    /** How often the patch took effect. */
    int of(DrillPatch patch) {
        List<String> found = patch.kind().hasOwnFile() ? made : lines.getOrDefault(patch.laneName(), List.of());
        return Collections.frequency(found, patch.id());
    }
}
