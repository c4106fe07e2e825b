package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of the code shows what is there. */
class ArchitecturePageTest {
    private static final Path PAGE = Sources.ROOT.resolve("docs/architecture.md");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)(?:\\.\\w+)?`");

    @Test
    void every_class_that_the_page_names_exists() {
        Set<String> named = CLASS.matcher(Sources.read(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(50).isSubsetOf(classes());
    }

    /** A test that is not there would be passed over without a word, by the option that the other modules of the build need. */
    @Test
    void every_test_that_contributors_are_told_to_run_exists() {
        Set<String> named = Pattern.compile("test=(\\w+)")
                .matcher(Sources.read(Sources.ROOT.resolve("CONTRIBUTING.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(name -> !name.equals("None"))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(1).isSubsetOf(classes());
    }

    /** By its name within its module, or, of one below another, by the last part of it. */
    @Test
    void every_package_is_on_the_page() {
        String page = Sources.read(PAGE);

        assertThat(packages())
                .hasSizeGreaterThan(50)
                .allSatisfy(name -> assertThat(page)
                        .containsAnyOf("`" + name + "`", "`" + name.substring(name.lastIndexOf('.') + 1) + "`"));
    }

    /** {@code CancelRequested} is one that changes nothing there: where it is named nevertheless, each new event must be decided, too. */
    @Test
    void a_new_event_is_decided_in_three_switches_and_the_page_names_them() {
        Set<String> switches = Sources.main().stream()
                .filter(path -> Sources.read(path).contains("case PatchEvent.CancelRequested "))
                .map(Sources::className)
                .collect(Collectors.toSet());

        assertThat(switches).containsExactlyInAnyOrder("PatchStory", "DeadLetterIndex", "HoldIndex");
        assertThat(Sources.read(PAGE).lines().filter(line -> line.startsWith("**an event.**")))
                .singleElement()
                .asString()
                .contains("`PatchStory`", "`DeadLetterIndex`", "`HoldIndex`");
    }

    private static Set<String> packages() {
        Pattern name =
                Pattern.compile(".*/src/main/java/io/patchline/(?:(?:ingest|executor|cli)/)?(.+)/package-info\\.java");
        return Sources.main().stream()
                .map(path -> name.matcher(path.toString()))
                .filter(Matcher::matches)
                .map(match -> match.group(1).replace('/', '.'))
                .filter(found -> !Set.of("ingest", "executor", "cli").contains(found))
                .collect(Collectors.toSet());
    }

    private static Set<String> classes() {
        return Stream.of(Sources.main(), Sources.tests())
                .flatMap(List::stream)
                .map(Sources::className)
                .collect(Collectors.toSet());
    }
}
