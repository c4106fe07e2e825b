package io.patchline.executor.git.program;

/** Is told before and after every call of git, and at the steps on the disk that later runs rely on. The tests end a run there, to show that every such moment is survived. */
public interface CallObserver {
    CallObserver NONE = new CallObserver() {};

    /** @param command such as {@code fetch} */
    default void before(String command) {}

    /** The call has ended, whatever its code. */
    default void after(String command) {}

    /** A step on the disk is begun or done. */
    default void step(String moment) {}
}
