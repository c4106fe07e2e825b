package io.patchline.executor.files;

import io.patchline.patch.FilePath;
import java.util.List;

/**
 * What came of undoing.
 *
 * @param restored the files that are as they were before
 * @param failures what could not be undone, one line each; if there is any, the journal with the files' former contents is kept
 */
public record Restoration(List<FilePath> restored, List<String> failures) {
    static final Restoration NOTHING = new Restoration(List.of(), List.of());

    public Restoration {
        restored = List.copyOf(restored);
        failures = List.copyOf(failures);
    }

    public boolean complete() {
        return failures.isEmpty();
    }
}
