package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of the code shows what is there. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)(?:\\.\\w+)?`");

    @Test
    void every_class_that_the_page_names_exists() throws IOException {
        Set<String> named = CLASS.matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(50).isSubsetOf(classes());
    }

    /** A test that is not there would be passed over without a word, by the option that the other modules of the build need. */
    @Test
    void every_test_that_contributors_are_told_to_run_exists() throws IOException {
        Set<String> named = Pattern.compile("test=(\\w+)")
                .matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(name -> !name.equals("None"))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(1).isSubsetOf(classes());
    }

    /** By its name within its module, or, of one below another, by the last part of it. */
    @Test
    void every_package_is_on_the_page() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));

        assertThat(packages())
                .hasSizeGreaterThan(50)
                .allSatisfy(name -> assertThat(page)
                        .containsAnyOf("`" + name + "`", "`" + name.substring(name.lastIndexOf('.') + 1) + "`"));
    }

    /** {@code CancelRequested} is one that changes nothing there: where it is named nevertheless, each new event must be decided, too. */
    @Test
    void a_new_event_is_decided_in_three_switches_and_the_page_names_them() throws IOException {
        Set<String> switches;
        try (Stream<Path> files =
                Files.find(ROOT, 15, (path, attributes) -> path.toString().matches(".*/src/main/java/.*\\.java"))) {
            switches = files.filter(path -> !path.startsWith(ROOT.resolve(".patchline"))) // working trees of executors
                    .filter(path -> read(path).contains("case PatchEvent.CancelRequested "))
                    .map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(switches).containsExactlyInAnyOrder("PatchStory", "DeadLetterIndex", "HoldIndex");
        assertThat(read(ROOT.resolve("docs/architecture.md")).lines().filter(line -> line.startsWith("**an event.**")))
                .singleElement()
                .asString()
                .contains("`PatchStory`", "`DeadLetterIndex`", "`HoldIndex`");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> packages() throws IOException {
        Pattern name =
                Pattern.compile(".*/src/main/java/io/patchline/(?:(?:ingest|executor|cli)/)?(.+)/package-info\\.java");
        try (Stream<Path> files = Files.find(ROOT, 15, (path, attributes) -> path.endsWith("package-info.java"))) {
            return files.map(path -> name.matcher(path.toString()))
                    .filter(Matcher::matches)
                    .map(match -> match.group(1).replace('/', '.'))
                    .filter(found -> !Set.of("ingest", "executor", "cli").contains(found))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT, 15, (path, attributes) -> path.toString().matches(".*/src/(main|test)/java/.*\\.java"))) {
            return files.map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
