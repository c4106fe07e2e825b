package io.patchline.executor.git.program;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.time.Duration;
import java.util.Iterator;

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

    /**
     * The same things, for a loop that takes no longer than a call may: each of them throws {@link GitEndedException} when the run may not go on.
     *
     * @param what the loop does, for a person to read
     */
    default <T> Iterable<T> heeding(String what, Iterable<T> things) {
        return () -> {
            Deadline deadline = begin();
            Iterator<T> all = things.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public T next() {
                    try {
                        deadline.check();
                    } catch (StepEndedException e) {
                        throw new GitEndedException(what, e);
                    }
                    return all.next();
                }
            };
        };
    }
}
