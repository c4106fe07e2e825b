package io.patchline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The Java files of all modules of the repository, for the tests that read them. */
final class Sources {
    static final Path ROOT = Path.of(System.getProperty("patchline.root"));

    private Sources() {}

    static List<Path> main() {
        return files("src/main/java");
    }

    static List<Path> tests() {
        return files("src/test/java");
    }

    /** The name of the class that the file is named after. */
    static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String below) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve(below))
                    .filter(Files::isDirectory)
                    .flatMap(Sources::javaFiles)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        Predicate<Path> isJava = file -> file.toString().endsWith(".java");
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(isJava).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
