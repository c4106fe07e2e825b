package io.patchline.executor.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.patchline.executor.directory.Contents;
import io.patchline.executor.directory.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory with all that it takes to undo a change of the workspace: the contents of the files before, and a plan. The plan appears in one
 * atomic step when everything else is on disk, and before anything in the workspace changes; while it is there, the change can be undone, and
 * deleting it, again one step, makes the change last.
 */
final class Journal {
    private static final String PLAN = "plan.json";
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    private final Path directory;
    private final JournalPlan plan;

    private Journal(Path directory, JournalPlan plan) {
        this.directory = directory;
        this.plan = plan;
    }

    JournalPlan plan() {
        return plan;
    }

    Path directory() {
        return directory;
    }

    /**
     * Writes a journal.
     *
     * @throws IOException if it cannot be written, or there is one already
     */
    static void write(Path directory, JournalPlan plan, List<FileEffect> effects, StepObserver steps)
            throws IOException {
        if (Files.exists(directory.resolve(PLAN))) {
            throw new IOException("there is an unfinished journal in " + directory + ": recover first");
        }
        Files.createDirectories(directory);
        for (int i = 0; i < effects.size(); i++) {
            Optional<JournalPlan.Before> before = plan.entries().get(i).before();
            if (before.isPresent()) {
                steps.before("back up " + effects.get(i).path());
                write(
                        directory.resolve(before.get().backup()),
                        effects.get(i).before().orElseThrow().contents().buffer());
            }
        }
        steps.before("write the plan");
        Path draft = directory.resolve(PLAN + ".draft");
        write(draft, ByteBuffer.wrap(JSON.writeValueAsBytes(plan)));
        steps.before("make the plan valid");
        Files.move(draft, directory.resolve(PLAN), StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    /** The journal in the directory; absent if there is none with a valid plan, so that the workspace was not touched. */
    static Optional<Journal> read(Path directory) throws IOException {
        try {
            JournalPlan plan = JSON.readValue(Files.readAllBytes(directory.resolve(PLAN)), JournalPlan.class);
            return Optional.of(new Journal(directory, plan));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The file as it was. */
    FileState before(JournalPlan.Before before) throws IOException {
        Contents contents = new Contents(Files.readAllBytes(directory.resolve(before.backup())));
        return new FileState(contents, before.mode(), before.owner());
    }

    /** Deletes whatever journal there is in the directory. From the first step on, nothing is undone any more. */
    static void discard(Path directory, StepObserver steps) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        steps.before("delete the plan");
        Files.deleteIfExists(directory.resolve(PLAN));
        force(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                steps.before("delete " + file.getFileName());
                Files.deleteIfExists(file);
            }
        }
        steps.before("delete the journal");
        Files.deleteIfExists(directory);
    }

    private static void write(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
