package io.patchline.executor.process;

import java.io.IOException;

/** A way to start commands so that they can be held to their limits. Implementations are safe for use by several threads. */
public interface Confinement {

    /**
     * What launches a sandbox for one command, which need not be known yet: it says READY and waits for {@code go}.
     *
     * @param files the command's own directory, in which what else is needed is put
     * @throws IOException if it cannot be launched like this, with a message that says why
     */
    Launch prepare(CommandPlace place, RunFiles files) throws IOException;

    /**
     * Puts the command into the directory that its sandbox was prepared with. Called once, before {@code go}.
     *
     * @throws IOException if it cannot be written
     */
    void assign(CommandRequest request, RunFiles files) throws IOException;

    /**
     * The processes of a sandbox that said that it is ready.
     */
    ProcessTree tree(Process process) throws IOException;

    /** Whether {@link RunFiles#exited} tells a command that exited with a code over 128 from one that a signal ended. */
    boolean distinguishesSignals();

    /** Whether what a command writes passes through another process, which may be killed before it has passed it on. */
    default boolean relaysOutput() {
        return false;
    }
}
