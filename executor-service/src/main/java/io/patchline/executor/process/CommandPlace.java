package io.patchline.executor.process;

import java.nio.file.Path;

/**
 * Where a command runs, and what it reaches from there: all that must be known of it when its sandbox is launched.
 *
 * @param workspace the directory that it may change
 * @param network whether it may use the network
 * @param view what else it sees, and where it finds the workspace
 */
public record CommandPlace(Path workspace, boolean network, CommandRequest.View view) {}
