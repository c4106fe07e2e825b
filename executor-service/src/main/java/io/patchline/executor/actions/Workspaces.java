package io.patchline.executor.actions;

import io.patchline.patch.Patch;
import io.patchline.patch.WorkspaceName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The workspaces of this executor, by their names. */
public final class Workspaces {
    private final Map<WorkspaceName, RunWorkspace> byName;

    /** @param byName at least one */
    public Workspaces(Map<WorkspaceName, RunWorkspace> byName) {
        this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** The one that the patch names; without a name the only one, or the one that is the default. One that refuses the patch if there is none such. */
    public RunWorkspace of(Patch patch) {
        WorkspaceName name = patch.workspace().orElseGet(this::unnamed);
        return Optional.ofNullable(byName.get(name)).orElseGet(() -> new UnknownWorkspace(name, byName.keySet()));
    }

    private WorkspaceName unnamed() {
        return byName.size() == 1 ? byName.keySet().iterator().next() : WorkspaceName.DEFAULT;
    }
}
