package io.patchline.executor.git.tree;

import io.patchline.executor.git.message.CommitTrailers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read or made of a workspace's commits before. What leads to a commit never changes; so a tip that lies on the one that was read last, by commits that were made here, needs no git to
 * be read. Safe for use by several threads.
 */
public final class KnownCommits {
    private static final int MOST_MADE = 1_000;
    private static final int LONGEST = 4_096;

    /** A look at a few commits is not worth forgetting a long one for. */
    private static final int SHORT = 100;

    private final Map<String, Made> made = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
            return size() > MOST_MADE;
        }
    };

    /** The line that was read last, by the trailers that were asked for. */
    private final Map<List<String>, Line> lines = new HashMap<>();

    private record Made(Optional<String> parent, long committedAt, String committer, CommitTrailers trailers) {
        History.Entry entry(String commit, List<String> names) {
            return new History.Entry(commit, parent, false, committedAt, committer, trailers.values(names));
        }
    }

    /** @param whole whether it goes back to the first commit of all */
    private record Line(List<History.Entry> entries, boolean whole) {}

    /** This commit was made, with the parent and the text. */
    synchronized void made(String commit, Optional<String> parent, CommitText text) {
        String date = text.of("GIT_COMMITTER_DATE");
        long seconds = Long.parseLong(date.substring(date.startsWith("@") ? 1 : 0, date.indexOf(' ')));
        CommitTrailers trailers = CommitTrailers.of(text.message());
        made.put(commit, new Made(parent, seconds, text.of("GIT_COMMITTER_EMAIL"), trailers));
    }

    /** As {@link History#before}; empty if it must be read. */
    synchronized Optional<List<History.Entry>> before(String tip, int most, List<String> trailers) {
        Line last = lines.getOrDefault(trailers, new Line(List.of(), false));
        List<History.Entry> entries = new ArrayList<>();
        Optional<String> next = Optional.of(tip);
        while (next.isPresent() && entries.size() < most) {
            int known = straight(last.entries(), next.get());
            Made one = made.get(next.get());
            if (known >= 0 && (last.whole() || entries.size() + last.entries().size() - known >= most)) {
                entries.addAll(last.entries().subList(known, last.entries().size()));
                return found(new Line(entries, last.whole()), most, trailers);
            }
            if (one == null) {
                return Optional.empty();
            }
            entries.add(one.entry(next.get(), trailers));
            next = one.parent();
        }
        return found(new Line(entries, next.isEmpty()), most, trailers);
    }

    private Optional<List<History.Entry>> found(Line line, int most, List<String> trailers) {
        if (line.entries().size() < most && !line.whole()) {
            return Optional.empty();
        }
        read(line.entries(), line.whole(), trailers);
        return Optional.of(List.copyOf(
                line.entries().subList(0, Math.min(most, line.entries().size()))));
    }

    /** Where the commit stands in the line, if nothing but the commits from there on leads to it; -1 if it is not there. */
    private static int straight(List<History.Entry> line, String commit) {
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).commit().equals(commit)) {
                return i;
            }
            boolean onlyTheNext = !line.get(i).merge()
                    && i + 1 < line.size()
                    && line.get(i).parent().equals(Optional.of(line.get(i + 1).commit()));
            if (!onlyTheNext) {
                return -1;
            }
        }
        return -1;
    }

    /** These were read, the newest first. */
    synchronized void read(List<History.Entry> entries, boolean whole, List<String> trailers) {
        boolean all = entries.size() <= LONGEST;
        if (whole || entries.size() >= SHORT) {
            lines.put(
                    List.copyOf(trailers),
                    new Line(List.copyOf(all ? entries : entries.subList(0, LONGEST)), whole && all));
        }
    }
}
