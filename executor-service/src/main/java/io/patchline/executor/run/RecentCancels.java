package io.patchline.executor.run;

import io.patchline.executor.ledger.RunKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that somebody asked to end, the newest {@value #MOST}: more than retention lets {@code patches.cancelled} hold. Safe for use by
 * several threads.
 */
final class RecentCancels {
    static final int MOST = 100_000;

    private final Map<RunKey, String> by = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunKey, String> eldest) {
            return size() > MOST;
        }
    };

    /** The first who asks is remembered. */
    synchronized void add(RunKey run, String who) {
        by.putIfAbsent(run, who);
    }

    /** Who asked for the end of this run, if somebody did. */
    synchronized Optional<String> by(RunKey run) {
        return Optional.ofNullable(by.get(run));
    }
}
