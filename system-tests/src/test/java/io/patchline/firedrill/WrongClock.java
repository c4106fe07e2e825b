package io.patchline.firedrill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A clock that is wrong for one process, by libfaketime (Debian's package faketime), where that is installed. */
final class WrongClock {
    private static final Optional<Path> LIBRARY = find();

    private WrongClock() {}

    static boolean isPossible() {
        return LIBRARY.isPresent();
    }

    /** Environment variables for a process whose clock is wrong by so much. Only the time of day: what measures durations goes right. */
    static Map<String, String> by(Duration wrong) {
        String offset = (wrong.isNegative() ? "" : "+") + wrong.toSeconds();
        return Map.of(
                "LD_PRELOAD",
                LIBRARY.orElseThrow().toString(),
                "FAKETIME",
                offset,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1");
    }

    private static Optional<Path> find() {
        for (String root : new String[] {"/usr/lib", "/usr/lib64"}) {
            try (Stream<Path> found =
                    Files.find(Path.of(root), 3, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
                Optional<Path> first = found.findFirst();
                if (first.isPresent()) {
                    return first;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.empty();
    }
}
