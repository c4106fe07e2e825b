package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.message.CommitTrailers;
import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commits of a branch. */
public final class History {
    /** Far more of what commits say than a report has room for (see {@code GitReport}). */
    private static final int MOST_AT_ONCE = 1 << 20;

    private static final int MOST_OF_ONE = 128 << 10;

    private static final String OF_COMMIT = "--format=%H%x01%P%x01%ct%x01%ce";
    private static final String WITH_MESSAGE = OF_COMMIT + "%x01%B";
    private static final int MOST_PARTS = 5;
    private static final int BYTES_AT_ONCE = 16 << 20;

    private final OwnRepository repository;
    private final int bytesAtOnce;

    public History(OwnRepository repository) {
        this(repository, BYTES_AT_ONCE);
    }

    /** @param bytesAtOnce how much is read by one call of git: a commit with a message that is longer has no trailers */
    History(OwnRepository repository, int bytesAtOnce) {
        this.repository = repository;
        this.bytesAtOnce = bytesAtOnce;
    }

    /**
     * One commit.
     *
     * @param parent its first parent; empty if it has none
     * @param merge whether it has more parents
     * @param committedAt in seconds since 1970, by its committer's clock
     * @param committer the committer's address
     * @param trailers the last value of each trailer that was asked for; empty text where it has none
     */
    public record Entry(
            String commit,
            Optional<String> parent,
            boolean merge,
            long committedAt,
            String committer,
            List<String> trailers) {
        public Entry {
            trailers = List.copyOf(trailers);
        }

        /** The value of the first of the trailers. */
        public String trailer() {
            return trailers.getFirst();
        }
    }

    /**
     * The newest commits that lead to this one, itself first.
     *
     * @param trailers the names of those that are told, at least one
     */
    public List<Entry> before(String tip, int most, String... trailers) throws IOException, InterruptedException {
        List<String> names = List.of(trailers);
        Optional<List<Entry>> known = repository.known().before(tip, most, names);
        if (known.isPresent()) {
            return known.get();
        }
        List<Entry> entries = entries(most, names, tip);
        repository.known().read(entries, entries.size() < most, names);
        return entries;
    }

    /** The newest commits that lead to the second and not to the first, each before those that it follows. */
    public List<Entry> between(String from, String to, int most, String... trailers)
            throws IOException, InterruptedException {
        return entries(most, List.of(trailers), "--topo-order", from + ".." + to);
    }

    /**
     * These commits, each before those that it follows.
     *
     * @param commits at least one, each of which leads to the same tip
     */
    public List<String> newestFirst(List<String> commits) throws IOException, InterruptedException {
        List<String> distinct = commits.stream().distinct().toList();
        if (distinct.size() < 2) {
            return distinct;
        }
        GitResult common = repository.run(GitCall.of("merge-base", "--octopus").and(distinct));
        GitCall count = GitCall.of("rev-list", "--count");
        GitCall countSince = common.code() == 0 ? count.and("^" + common.line()) : count;
        Map<String, Long> followed = new HashMap<>(); // More by each commit than by any that it follows.
        for (String commit : distinct) {
            followed.put(
                    commit,
                    Long.valueOf(repository.succeed(countSince.and(commit)).line()));
        }
        return distinct.stream()
                .sorted(Comparator.comparing((String commit) -> followed.getOrDefault(commit, 0L))
                        .reversed())
                .toList();
    }

    private List<Entry> entries(int most, List<String> trailers, String... which)
            throws IOException, InterruptedException {
        List<Entry> entries = new ArrayList<>();
        boolean more = true;
        while (more) {
            GitResult log = log(most, entries.size(), WITH_MESSAGE, which);
            List<byte[]> pieces = log.pieces();
            if (log.cut() && pieces.isEmpty()) {
                pieces = log(entries.size() + 1, entries.size(), OF_COMMIT, which)
                        .pieces();
            }
            for (byte[] piece : pieces) {
                entries.add(entry(new String(piece, UTF_8), trailers));
            }
            more = log.cut() && entries.size() < most;
        }
        return entries;
    }

    /**
     * What one commit says.
     *
     * @param author name and address
     * @param message without the line feeds at its end
     * @param cut whether there is more of it
     */
    public record Said(String author, String message, boolean cut) {}

    /** What these commits say, in their order, however much that is. */
    public List<Said> said(List<String> commits) throws IOException, InterruptedException {
        GitCall log = GitCall.of("log", "-z", "--no-walk=unsorted", "--no-show-signature", "--encoding=UTF-8")
                .and("--format=%an <%ae>%n%B");
        GitResult all = repository.run(log.and(commits).atMost(MOST_AT_ONCE));
        if (!all.cut() && all.code() == 0 && all.pieces().size() == commits.size()) {
            return all.pieces().stream().map(piece -> said(piece, false)).toList();
        }
        List<Said> said = new ArrayList<>();
        for (String commit : commits) {
            GitResult one = repository.run(log.and(commit).atMost(MOST_OF_ONE));
            said.add(said(
                    one.cut() || one.pieces().isEmpty()
                            ? one.out()
                            : one.pieces().getFirst(),
                    one.cut()));
        }
        return said;
    }

    /** Git has no line feed in a name. */
    private static Said said(byte[] text, boolean cut) {
        String[] parts = new String(text, UTF_8).split("\n", 2);
        return new Said(parts[0], parts.length == 2 ? parts[1].replaceFirst("\n+\\z", "") : "", cut);
    }

    private GitResult log(int most, int skipped, String format, String... which)
            throws IOException, InterruptedException {
        GitCall log = GitCall.of("log", "-z", "--skip=" + skipped, "--max-count=" + (most - skipped), format);
        GitResult result = repository.run(log.and(which).atMost(bytesAtOnce));
        if (!result.cut() && result.code() != 0) {
            throw new GitFailedException("git log ended with code " + result.code() + ": " + result.complaint());
        }
        return result;
    }

    /** A commit that tells no time, or none that can be, may be of any: nobody who made it that way ends a search with it. */
    private static long seconds(String time) {
        try {
            return Long.parseLong(time);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Entry entry(String commit, List<String> trailers) {
        List<String> parts = List.of(commit.split("\u0001", MOST_PARTS));
        String[] parents = parts.get(1).split(" ", -1);
        Optional<String> parent = Optional.of(parents[0]).filter(hash -> !hash.isEmpty());
        String message = parts.size() < MOST_PARTS ? "" : parts.getLast();
        return new Entry(
                parts.get(0),
                parent,
                parents.length > 1,
                seconds(parts.get(2)),
                parts.get(3),
                CommitTrailers.of(message).values(trailers));
    }
}
