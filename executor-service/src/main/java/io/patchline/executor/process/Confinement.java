package io.patchline.executor.process;

import java.io.IOException;

/** A way to start commands so that they can be held to their limits. Implementations are safe for use by several threads. */
public interface Confinement {

    /**
     * What starts the command.
     *
     * @param files the command's own directory, in which the script lies already; what else is needed is put there
     * @throws IOException if the command cannot be started like this, with a message that says why
     */
    Launch prepare(CommandRequest request, RunFiles files) throws IOException;

    /**
     * The processes of a command that said that it is ready.
     */
    ProcessTree tree(Process process) throws IOException;

    /** Whether {@link RunFiles#exited} tells a command that exited with a code over 128 from one that a signal ended. */
    boolean distinguishesSignals();
}
