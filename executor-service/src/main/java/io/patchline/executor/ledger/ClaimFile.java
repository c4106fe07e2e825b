package io.patchline.executor.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The locked file of a claim: a line for each attempt that was started and for each that ended. One that was started and did not end
 * is one whose executor died. Each line is on disk before the next thing happens; a torn last line still counts as a start.
 */
final class ClaimFile implements AutoCloseable {
    private static final String STARTED = "started";
    private static final String ENDED = "ended";
    private static final String FORGOTTEN = "forgotten";

    private final FileChannel file;

    ClaimFile(FileChannel locked) {
        this.file = locked;
    }

    int started() throws IOException {
        return (int) text().lines().filter(line -> !line.startsWith(ENDED)).count();
    }

    int ended() throws IOException {
        return (int) text().lines().filter(line -> line.startsWith(ENDED)).count();
    }

    void start(String what) throws IOException {
        append(STARTED + " " + what);
    }

    void end(String what) throws IOException {
        append(ENDED + " " + what);
    }

    /** Whether the record is about to leave the ledger, or has left it: whoever waited for this file has waited for the wrong one. */
    boolean isForgotten() throws IOException {
        return isForgotten(text());
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

    /** All of the line or, where the disk refuses it, nothing: half a start would be taken for a death. */
    private void append(String line) throws IOException {
        boolean torn = file.size() > 0 && !text().endsWith("\n");
        ByteBuffer bytes = StandardCharsets.UTF_8.encode((torn ? "\n" : "") + line + "\n");
        long before = file.size();
        try {
            long end = before;
            while (bytes.hasRemaining()) {
                end += file.write(bytes, end);
            }
            file.force(true);
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
    }

    private String text() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        int more = 0;
        while (bytes.hasRemaining() && more >= 0) {
            more = file.read(bytes, bytes.position());
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
