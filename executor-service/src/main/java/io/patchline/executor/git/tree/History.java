package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.GitCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The commits of a branch. */
public final class History {
    private final OwnRepository repository;

    public History(OwnRepository repository) {
        this.repository = repository;
    }

    /**
     * One commit.
     *
     * @param committedAt in seconds since 1970, by its committer's clock
     * @param trailer the last value of the trailer that was asked for; empty if it has none
     */
    public record Entry(String commit, long committedAt, String trailer) {}

    /** The newest commits that lead to this one, itself first. */
    public List<Entry> before(String tip, int most, String trailer) throws IOException, InterruptedException {
        String format = "--format=%H%x01%ct%x01%(trailers:key=" + trailer + ",valueonly,unfold,separator=%x02)";
        List<Entry> entries = new ArrayList<>();
        for (byte[] piece : repository
                .succeed(GitCall.of("log", "-z", "--max-count=" + most, format, tip))
                .pieces()) {
            entries.add(entry(new String(piece, UTF_8)));
        }
        return entries;
    }

    /** The commits between two, the oldest first. */
    public List<String> between(String from, String to) throws IOException, InterruptedException {
        String lines = repository
                .succeed(GitCall.of("rev-list", "--reverse", "--topo-order", from + ".." + to))
                .line();
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }

    private static Entry entry(String line) {
        String[] parts = line.split("\u0001", 3);
        String[] values = parts[2].split("\u0002", -1);
        return new Entry(parts[0], Long.parseLong(parts[1]), values[values.length - 1].strip());
    }
}
