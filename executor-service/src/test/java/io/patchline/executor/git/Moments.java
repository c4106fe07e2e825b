package io.patchline.executor.git;

import io.patchline.executor.git.program.CallObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Counts the moments of what an executor does, before and after each call of git and at each step, and ends it at one of them, as if the executor had died. */
final class Moments implements CallObserver {
    private final int last;
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param last the number of the moment at which it ends, from 1
     */
    Moments(int last) {
        this.last = last;
    }

    /** Does this until it ends at that moment. Returns the moments that there were; none if it came to its own end before. */
    List<String> killed(Runnable work) {
        try {
            work.run();
        } catch (Killed e) {
            return seen;
        }
        // What is thrown while a command runs becomes its outcome.
        return seen.size() == last ? seen : List.of();
    }

    @Override
    public void before(String command) {
        step("before " + command);
    }

    @Override
    public void after(String command) {
        step("after " + command);
    }

    /** Calls that run side by side have their moments in any order. */
    @Override
    public void step(String moment) {
        synchronized (seen) {
            if (seen.size() < last) {
                seen.add(moment);
            }
            if (seen.size() == last) {
                throw new Killed(); // Again and again: the dead do nothing more, whoever catches this.
            }
        }
    }
}
