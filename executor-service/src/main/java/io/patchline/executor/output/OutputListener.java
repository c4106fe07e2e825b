package io.patchline.executor.output;

/** Hears a command's output while it runs, in the order written. Called on one thread at a time; must not block for long. */
@FunctionalInterface
public interface OutputListener {
    /** Hears nothing. */
    OutputListener NONE = (from, text) -> {};

    /**
     * A piece of output: whole characters, not necessarily whole lines.
     *
     * @param from where it begins in the output, in bytes; what lies between two pieces was left out
     */
    void output(long from, String text);
}
