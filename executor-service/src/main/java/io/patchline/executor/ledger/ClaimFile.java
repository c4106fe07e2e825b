package io.patchline.executor.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The locked file of a claim: a line for each attempt that was started and for each that ended. One that was started and did not end
 * is one whose executor died. Each line is on disk before the next thing happens; a torn last line still counts as a start. A start names the content that it is a start
 * of, by its hash: so the first start makes that last, too. Only who holds the lock reads and writes here.
 */
final class ClaimFile implements AutoCloseable {
    private static final String STARTED = "started";
    private static final String ENDED = "ended";
    private static final String FORGOTTEN = "forgotten";
    private static final Pattern START =
            Pattern.compile(STARTED + " ([0-9]{1,9}) ([0-9-]+T[0-9:.]+Z) (.*?)(?: content=([0-9a-f]{64}))?");

    private final FileChannel file;
    private String text;

    ClaimFile(FileChannel locked) throws IOException {
        this.file = locked;
        this.text = read(locked);
    }

    /** What has to be on disk besides a line before it counts. */
    interface Besides {
        void sync() throws IOException;
    }

    int started() {
        return (int) text.lines().filter(line -> !line.startsWith(ENDED)).count();
    }

    int ended() {
        return (int) text.lines().filter(line -> line.startsWith(ENDED)).count();
    }

    /** The attempt that started last; empty if none did, or only one whose line is torn. */
    Optional<Claim.Start> lastStart() {
        return starts(text)
                .reduce((first, second) -> second)
                .map(line ->
                        new Claim.Start(Integer.parseInt(line.group(1)), Instant.parse(line.group(2)), line.group(3)));
    }

    /** The hash of the content that was started; empty if nothing was, or only by versions that did not write it here. */
    Optional<String> content() {
        return content(text);
    }

    static Optional<String> content(String claim) {
        return starts(claim)
                .flatMap(line -> Optional.ofNullable(line.group(4)).stream())
                .findFirst();
    }

    private static Stream<Matcher> starts(String claim) {
        return claim.lines().map(START::matcher).filter(Matcher::matches);
    }

    void start(String what, String content, Besides besides) throws IOException {
        append(STARTED + " " + what + " content=" + content, besides);
    }

    void end(String what) throws IOException {
        append(ENDED + " " + what, () -> {});
    }

    /** Whether the record is about to leave the ledger, or has left it: whoever waited for this file has waited for the wrong one. */
    boolean isForgotten() {
        return isForgotten(text);
    }

    static boolean isForgotten(String claim) {
        return claim.lines().anyMatch(FORGOTTEN::equals);
    }

    /** Needs not be on disk: if it is lost, so is the forgetting. */
    void forget() throws IOException {
        int unused = file.write(StandardCharsets.UTF_8.encode("\n" + FORGOTTEN + "\n"), file.size());
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a claim could not be given up", e);
        }
    }

    /**
     * All of the line, on disk with what belongs to it, or, where the disk refuses that, nothing: half a start would be taken for a death. On a thread that nobody interrupts: an interrupt closes the
     * channel that it meets, so that the line could not be taken back.
     */
    private void append(String line, Besides besides) throws IOException {
        FutureTask<@Nullable Void> all = new FutureTask<>(() -> {
            appendAll(line, besides);
            return null;
        });
        Thread.ofVirtual().name("claim").start(all);
        boolean interrupted = false;
        try {
            while (!all.isDone()) {
                try {
                    all.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            all.get();
        } catch (InterruptedException | ExecutionException e) {
            if (e.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void appendAll(String line, Besides besides) throws IOException {
        boolean torn = !text.isEmpty() && !text.endsWith("\n");
        String added = (torn ? "\n" : "") + line + "\n";
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(added);
        long before = file.size();
        try {
            long end = before;
            while (bytes.hasRemaining()) {
                end += file.write(bytes, end);
            }
            file.force(false);
            besides.sync();
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
        text += added;
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        int more = 0;
        while (bytes.hasRemaining() && more >= 0) {
            more = file.read(bytes, bytes.position());
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
