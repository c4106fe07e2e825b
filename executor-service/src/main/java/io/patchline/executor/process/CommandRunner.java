package io.patchline.executor.process;

/** Runs commands. Safe for use by several threads: each call runs one command. */
public interface CommandRunner {

    /** Runs the command and returns when it and every process that it started have ended. */
    ProcessResult run(CommandRequest request);
}
