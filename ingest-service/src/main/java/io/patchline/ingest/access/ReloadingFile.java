package io.patchline.ingest.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files say, read again when one of them has changed. Files that cannot be read any more leave what they said before, and say so once:
 * nobody is let in or locked out by a half-written file. Safe for use by several threads.
 *
 * @param <T> what is read
 */
final class ReloadingFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingFile.class);

    private final String what;
    private final Supplier<T> read;
    private final Function<T, List<Path>> files;
    private final AtomicReference<Snapshot<T>> current;

    private record Snapshot<T>(T value, Map<Path, Optional<Look>> seen) {}

    /** What tells one state of a file from another without reading it. */
    private record Look(
            FileTime modified, long size, @Nullable Object key) {}

    /**
     * @param what for the log
     * @param read reads the files
     * @param files those that it came from
     * @throws IllegalArgumentException as the reading does
     */
    ReloadingFile(String what, Supplier<T> read, Function<T, List<Path>> files) {
        this.what = what;
        this.read = read;
        this.files = files;
        Map<Path, Optional<Look>> seen = looks(files.apply(read.get()));
        // Twice: a change after the look is then seen the next time, and one before it is in what was read.
        this.current = new AtomicReference<>(new Snapshot<>(read.get(), seen));
    }

    /** What they say now. */
    T get() {
        Snapshot<T> known = current.get();
        Map<Path, Optional<Look>> seen = looks(List.copyOf(known.seen().keySet()));
        if (seen.equals(known.seen())) {
            return known.value();
        }
        T value = readOr(known.value());
        Map<Path, Optional<Look>> looks = looks(files.apply(value));
        // As they were before the reading: a change meanwhile is then seen the next time.
        looks.replaceAll((file, look) -> seen.getOrDefault(file, look));
        current.set(new Snapshot<>(value, looks));
        return value;
    }

    private T readOr(T before) {
        try {
            T value = read.get();
            LOG.atInfo().addKeyValue("what", what).log("Credentials read again");
            return value;
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("Credentials cannot be read again; those known before stay until that is mended");
            return before;
        }
    }

    private static Map<Path, Optional<Look>> looks(List<Path> files) {
        return files.stream()
                .collect(Collectors.toMap(file -> file, ReloadingFile::look, (one, other) -> one, HashMap::new));
    }

    /** Nothing for one that cannot be read. Asked for each request: nothing is formatted here. */
    private static Optional<Look> look(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Look(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
