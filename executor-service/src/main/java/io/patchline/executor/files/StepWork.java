package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.WorkLimit;
import io.patchline.executor.process.Deadline;
import io.patchline.outcome.ErrorCode;

/** The work of one group of file actions, which ends with its deadline. For one thread. */
final class StepWork implements WorkLimit {
    private final Deadline deadline;
    private long left;

    /** @param most how many steps there are, see {@link WorkLimit} */
    StepWork(long most, Deadline deadline) {
        this.left = most;
        this.deadline = deadline;
    }

    @Override
    public void spend(long steps) throws EditRefusedException {
        deadline.check();
        left -= steps;
        if (left < 0) {
            throw new EditRefusedException(
                    ErrorCode.FILE_REFUSED,
                    "The patch asks for more searching in large files than one patch may: its hunks, patterns and expressions times the lines and characters of the files. "
                            + "Split it, give hunks their exact line numbers and context, or write the file whole.");
        }
    }
}
