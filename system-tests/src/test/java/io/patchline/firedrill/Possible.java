package io.patchline.firedrill;

/**
 * What can be done on this machine with this broker.
 *
 * @param broker whether the broker may be killed: one that was given by its URL may not
 * @param disk whether the state directory has a disk of its own that may be filled
 * @param clock whether a process can be given a wrong clock
 * @param repository whether there is a repository
 */
record Possible(boolean broker, boolean disk, boolean clock, boolean repository) {

    /** What is left out and why, for people; empty where nothing is. */
    String leftOut() {
        StringBuilder text = new StringBuilder();
        text.append(broker ? "" : "broker restarts (it is not ours to kill); ");
        text.append(disk ? "" : "full disk (only root may mount a small one); ");
        text.append(clock ? "" : "wrong clocks (libfaketime is not installed); ");
        return text.toString();
    }
}
