package io.patchline.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {
    private static final Path SOURCES = Path.of("src/main/resources/console");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) '(\\.[^']+)'");
    private static final int MOST_LINES = 300;

    private final ConsoleFiles files = new ConsoleFiles();

    @ParameterizedTest
    @ValueSource(strings = {"", "patches", "patch", "a/b", "index.html"})
    void the_page_is_at_every_address_that_names_no_file(String path) {
        assertThat(files.at(path)).hasValueSatisfying(file -> {
            assertThat(file.type()).isEqualTo("text/html; charset=utf-8");
            assertThat(text(file)).containsPattern(" src=\"/console/v-[0-9a-f]{16}/app\\.js\"");
            assertThat(file.lasting()).isFalse();
        });
    }

    @Test
    void the_page_names_every_file_by_an_address_that_lasts_and_nothing_is_loaded_in_a_chain() throws IOException {
        String page = text(files.at("").orElseThrow());
        Matcher named =
                Pattern.compile("=\"/console/(v-[0-9a-f]{16}/([^\"]+))\"").matcher(page);
        Set<String> names = new HashSet<>();
        while (named.find()) {
            names.add(named.group(2));
            assertThat(files.at(named.group(1)))
                    .as(named.group(1))
                    .hasValueSatisfying(file -> assertThat(file.lasting()).isTrue());
        }

        Set<String> all = sources().stream()
                .map(source -> SOURCES.relativize(source).toString())
                .collect(Collectors.toSet());
        all.remove("index.html");
        all.add("lib/lit-html/lit-html.js");
        all.add("lib/lit-html/directive.js");
        all.add("lib/lit-html/directive-helpers.js");
        all.add("lib/lit-html/directives/repeat.js");
        assertThat(names).isEqualTo(all);
    }

    @Test
    void a_page_of_another_version_gets_the_files_of_this_one_and_is_not_told_that_they_last() {
        assertThat(files.at("v-0123456789abcdef/core/api.js"))
                .hasValueSatisfying(file -> assertThat(file.lasting()).isFalse())
                .map(ConsoleFilesTest::text)
                .isEqualTo(files.at("core/api.js").map(ConsoleFilesTest::text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../application.properties",
                "..%2fapplication.properties",
                "core/../app.js",
                "none.js",
                "app.js.map",
                ".js",
                "application.properties",
                "core//api.js",
                "lib/lit-html/../package.json",
                "lib/lit-html/package.json",
                "APP.js",
                "v-0123456789abcdef/none.js",
                "v-0123456789abcdef/../app.js",
                "v-0123456789abcdef/v-0123456789abcdef/app.js",
                "v-0123/app.js"
            })
    void what_is_no_file_of_the_console_is_not_told(String path) {
        assertThat(files.at(path)).isEmpty();
    }

    @Test
    void every_file_is_served_and_everything_that_it_imports_is_there() throws IOException {
        assertThat(files.at("lib/lit-html/lit-html.js")).isPresent();
        for (Path source : sources()) {
            String name = SOURCES.relativize(source).toString();
            assertThat(files.at(name)).as(name).isPresent();
            Matcher imported = IMPORT.matcher(Files.readString(source));
            while (imported.find()) {
                Path target = Path.of(name).resolveSibling(imported.group(1)).normalize();
                assertThat(files.at(target.toString()))
                        .as("%s imports %s", name, target)
                        .isPresent();
            }
        }
    }

    /** Each of these would make HTML or code of text, or ask somebody else. */
    @Test
    void nothing_makes_html_or_code_of_text_and_nothing_is_asked_of_another_host() throws IOException {
        for (Path source : sources()) {
            String text = Files.readString(source);
            assertThat(text)
                    .as(source.toString())
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|unsafe|eval\\(|new Function|DOMParser|srcdoc|javascript:")
                    .doesNotContainPattern("\\son\\w+=\"|\\sstyle=|<style|<script(?! type=\"module\" src=\"/console/)");
            if (!source.toString().endsWith("icon.svg")) {
                assertThat(text).as(source.toString()).doesNotContainPattern("https?://");
            }
            assertThat(text.lines().count()).as(source.toString()).isLessThan(MOST_LINES);
        }
    }

    private static String text(ConsoleFiles.ConsoleFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
