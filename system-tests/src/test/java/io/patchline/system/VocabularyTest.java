package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who has never seen the code searches for, they find: by a class name, or by a row of the glossary. */
class VocabularyTest {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate limit|throttle",
                "validat",
                "parser|parsing",
                "timeline",
                "heartbeat|membership|liveness",
                "ssrf|private network",
                "garbage|purge|cleanup",
                "subscri",
                "precondition|requirement",
                "lock|lease",
                "reload|watch",
                "replay",
                "assembl|wiring",
                "retry|backoff",
                "authenticat",
                "body",
                "signature",
                "cursor",
                "publisher",
                "writer"
            })
    void the_trades_word_is_a_class_or_a_row_of_the_glossary(String words) throws IOException {
        Pattern classes = Pattern.compile(words.replace(" ", ""));
        Pattern rows = Pattern.compile(words);

        boolean found =
                classNames().stream().anyMatch(name -> classes.matcher(name).find())
                        || glossary().stream().anyMatch(row -> rows.matcher(row).find());

        assertThat(found).as(words).isTrue();
    }

    private static List<String> classNames() throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT, 15, (path, attributes) -> path.toString().matches(".*/src/main/java/.*\\.java"))) {
            return files.map(path -> path.getFileName().toString().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    /** The first column of each row that names a class. */
    private static List<String> glossary() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        return page.substring(page.indexOf("## Glossary"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|", -1)[1].toLowerCase(Locale.ROOT))
                .toList();
    }
}
