package io.patchline.executor.files;

/** Is told before every single change to the disk. The tests end the process there, to show that every such moment is survived. */
@FunctionalInterface
interface StepObserver {
    StepObserver NONE = step -> {};

    void before(String step);
}
