package io.patchline.executor.process;

/** Hears a command's output while it runs, in the order written. Called on one thread at a time; must not block for long. */
@FunctionalInterface
public interface OutputListener {
    /** Hears nothing. */
    OutputListener NONE = text -> {};

    /** A piece of output: whole characters, not necessarily whole lines. */
    void output(String text);
}
