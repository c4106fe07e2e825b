package io.patchline.ingest.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A file with one credential a line; empty lines and those that begin with {@code #} say nothing. */
final class CredentialFile {
    private CredentialFile() {}

    /**
     * @param what for the message
     * @param line reads one line
     * @throws IllegalArgumentException if the file or one of its lines cannot be read; the message says where, and does not repeat the line
     */
    static <T> List<T> read(String what, Path file, Function<String, T> line) {
        List<T> read = new ArrayList<>();
        int number = 0;
        try {
            for (String text : Files.readAllLines(file)) {
                number++;
                if (!text.isBlank() && !text.startsWith("#")) {
                    read.add(line.apply(text));
                }
            }
            return List.copyOf(read);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The " + what + " " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The " + what + " " + file + " is wrong at line " + number + ": " + e.getMessage(), e);
        }
    }
}
