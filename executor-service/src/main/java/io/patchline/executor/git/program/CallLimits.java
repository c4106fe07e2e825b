package io.patchline.executor.git.program;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import java.time.Duration;

/** How long each call on a place may take, and who may end it before. What they are may change from call to call. */
public interface CallLimits {
    /** Longer than anything takes that is done on this machine's own disk. */
    Duration LONGEST = Duration.ofMinutes(10);

    /** Of calls that nobody ends before their time. */
    CallLimits USUAL = new CallLimits() {
        @Override
        public Duration longest() {
            return LONGEST;
        }

        @Override
        public Cancellation heeded() {
            return new Cancellation();
        }
    };

    Duration longest();

    Cancellation heeded();

    /** Of a call that begins now. */
    default Deadline begin() {
        return Deadline.after(longest(), heeded());
    }
}
