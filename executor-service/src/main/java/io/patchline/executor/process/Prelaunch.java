package io.patchline.executor.process;

import java.util.Optional;

/**
 * Sandboxes that are launched before there are commands for them.
 *
 * @param place where most commands run; those that run elsewhere are not served
 * @param slots how many commands run at once: as many sandboxes wait or are in use
 */
public record Prelaunch(CommandPlace place, int slots) {

    /**
     * How it goes.
     *
     * @param waiting how many wait for a command
     * @param trouble why none could be launched when it was tried last, and that it is tried again; empty if one could
     */
    public record Status(int waiting, Optional<String> trouble) {}
}
