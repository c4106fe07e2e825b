package io.patchline.executor.run;

import io.patchline.patch.WorkspaceRoots;
import java.nio.file.Path;

/**
 * Where patches are carried out.
 *
 * @param directory the workspace; the path to it is trusted
 * @param state the state directory, shared by the executors of the workspace
 * @param knownAs the absolute paths by which submitters know the workspace
 */
public record WorkspacePlace(Path directory, Path state, WorkspaceRoots knownAs) {}
