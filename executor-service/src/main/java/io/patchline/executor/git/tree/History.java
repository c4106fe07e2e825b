package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commits of a branch. */
public final class History {
    /** Far more of what commits say than a report has room for (see {@code GitReport}). */
    private static final int MOST_AT_ONCE = 1 << 20;

    private static final int MOST_OF_ONE = 128 << 10;

    private final OwnRepository repository;

    public History(OwnRepository repository) {
        this.repository = repository;
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

    private List<Entry> entries(int most, List<String> trailers, String... which)
            throws IOException, InterruptedException {
        StringBuilder format = new StringBuilder("--format=%H%x01%P%x01%ct%x01%ce");
        for (String trailer : trailers) {
            format.append("%x01%(trailers:key=").append(trailer).append(",valueonly,unfold,separator=%x02)");
        }
        List<Entry> entries = new ArrayList<>();
        GitCall log = GitCall.of("log", "-z", "--max-count=" + most, format.toString());
        for (byte[] piece : repository.succeed(log.and(which)).pieces()) {
            entries.add(entry(new String(piece, UTF_8)));
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

    private static Entry entry(String line) {
        List<String> parts = List.of(line.split("\u0001", -1));
        String[] parents = parts.get(1).split(" ", -1);
        Optional<String> parent = Optional.of(parents[0]).filter(hash -> !hash.isEmpty());
        List<String> trailers =
                parts.subList(4, parts.size()).stream().map(History::last).toList();
        long committedAt = Long.parseLong(parts.get(2));
        return new Entry(parts.get(0), parent, parents.length > 1, committedAt, parts.get(3), trailers);
    }

    private static String last(String values) {
        return values.substring(values.lastIndexOf('\u0002') + 1).strip();
    }
}
