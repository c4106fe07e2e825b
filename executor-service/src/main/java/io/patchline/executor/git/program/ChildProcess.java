package io.patchline.executor.git.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.libc.DataLimit;
import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of the system's that the executor itself starts, outside of any sandbox: it must run nothing that a patch could choose.
 *
 * @param line the program and its arguments
 * @param environment all that it sees
 * @param directory where it starts
 * @param mostWritten how many bytes it may write
 * @param mostData how many bytes of memory it may have
 */
record ChildProcess(
        List<String> line,
        Map<String, String> environment,
        Path directory,
        OptionalLong mostWritten,
        OptionalLong mostData) {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final int KEPT_COMPLAINT = 4096;
    private static final int SECONDS_FOR_COMPLAINT = 5;

    /** One that may write what it likes. */
    ChildProcess(List<String> line, Map<String, String> environment, Path directory) {
        this(line, environment, directory, OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * Runs it to its end.
     *
     * @param output what reads its output; what it does not read is not written: the program is ended then
     * @throws GitFailedException if it cannot be started
     * @throws WroteTooMuchException if it wrote more than it may
     * @throws io.patchline.executor.process.StepEndedException if the deadline passes first; it and what it started are ended then
     */
    GitResult run(byte[] input, Output output, Deadline deadline) throws IOException, InterruptedException {
        deadline.check();
        Process process = start();
        Deadline.Ending ending = deadline.whenOver(() -> end(process));
        Optional<WriteWatch> watch = watched(process);
        try {
            CompletableFuture<String> complaint = inBackground(() -> complaint(process.getErrorStream()));
            CompletableFuture<String> unused = inBackground(() -> feed(process, input));
            Output.Read read = output.read(process.getInputStream());
            if (!read.whole()) {
                end(process);
            }
            int code = process.waitFor();
            if (!ending.prevent()) {
                throw deadline.ended();
            }
            if (watch.filter(WriteWatch::hasEndedIt).isPresent()) {
                throw new WroteTooMuchException(line.getFirst() + " wrote more than it may");
            }
            return new GitResult(
                    code, read.bytes(), !read.whole(), complaint.get(SECONDS_FOR_COMPLAINT, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new GitFailedException(line.getFirst() + " could not be read: " + e.getCause());
        } finally {
            boolean unused = ending.prevent();
            watch.ifPresent(WriteWatch::close);
            end(process);
        }
    }

    private Optional<WriteWatch> watched(Process process) {
        return mostWritten.isPresent()
                ? Optional.of(new WriteWatch(process, mostWritten.getAsLong()))
                : Optional.empty();
    }

    private Process start() throws GitFailedException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            mostData.ifPresent(bytes -> limitMemory(process, bytes));
            return process;
        } catch (IOException e) {
            throw new GitFailedException(e.getMessage() + ". Git workspaces need git 2.38 or newer, and findutils");
        }
    }

    /** It has begun, and cannot have done much by now. */
    private static void limitMemory(Process process, long bytes) {
        try {
            DataLimit.set(process.pid(), bytes);
        } catch (IOException e) {
            if (process.isAlive()) {
                LOG.atWarn().setCause(e).log("A program's memory cannot be limited");
            }
        }
    }

    private interface Reading {
        String read() throws IOException;
    }

    private static CompletableFuture<String> inBackground(Reading reading) {
        CompletableFuture<String> read = new CompletableFuture<>();
        Thread unused = Thread.ofVirtual().name("child-stream").start(() -> {
            try {
                read.complete(reading.read());
            } catch (IOException e) {
                read.complete("");
            }
        });
        return read;
    }

    /** One that ends early does not read to the end. */
    private static String feed(Process process, byte[] input) throws IOException {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        }
        return "";
    }

    private static String complaint(InputStream stream) throws IOException {
        byte[] kept = stream.readNBytes(KEPT_COMPLAINT);
        stream.transferTo(OutputStream.nullOutputStream());
        return new String(kept, UTF_8).strip();
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
        }
    }
}
