package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who has never seen the code searches for, they find: by a class name, or by a row of the glossary. */
class VocabularyTest {
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
    void the_trades_word_is_a_class_or_a_row_of_the_glossary(String words) {
        Pattern classes = Pattern.compile(words.replace(" ", ""));
        Pattern rows = Pattern.compile(words);

        boolean found =
                classNames().stream().anyMatch(name -> classes.matcher(name).find())
                        || glossary().stream().anyMatch(row -> rows.matcher(row).find());

        assertThat(found).as(words).isTrue();
    }

    /** Metaphors that were names here once, each with the word that is meant instead. What is on the wire keeps its name. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    (?i:\\btells?\\b|\\btold\\b|\\btelling)|[a-z](Tell|Told)|\\btell[A-Z]  , 'publish, write, show, report'
                    (?<![dD]ead|\\bis)Letters?(?![a-z])|(?<!DEAD_)LETTERS?_                       , dead letter
                    (?i:doorkeeper)|Door(?![a-z])|\\bDOORS?\\b                              , 'ingest service, endpoint, path'
                    (?i:oblivion|patience|errand|outlet|tenant|moveIn)                       , 'removal, retry, publisher, listener'
                    \\bbury|\\bburied|Buried                                                , dead-letter
                    """)
    void a_name_in_the_code_is_no_metaphor(String metaphor, String instead) {
        Pattern pattern = Pattern.compile(metaphor);

        List<String> found = new ArrayList<>();
        for (Path file : Sources.main()) {
            Matcher names = pattern.matcher(code(Sources.read(file)));
            while (names.find()) {
                found.add(file.getFileName() + ": " + names.group());
            }
        }

        assertThat(found).as("say " + instead).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\b(the|a|older) doors?\\b",
                "\\btenants?\\b",
                "\\b(is|was|be) buried\\b",
                "\\b[Tt]ells? (stories|the world|a follower|one follower|the log)\\b",
                "\\b[Tt]old to (clients|a follower)\\b"
            })
    void neither_is_a_word_of_a_comment_or_of_an_answer(String metaphor) {
        Pattern pattern = Pattern.compile(metaphor);

        for (Path file : Sources.main()) {
            assertThat(pattern.matcher(Sources.read(file)).results().map(MatchResult::group))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    /** Without comments, texts and imports: what is left are names. */
    private static String code(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?s)\"\"\".*?\"\"\"", "")
                .replaceAll("\"(\\\\.|[^\"\\\\])*+\"", "")
                .replaceAll("//.*", "");
    }

    private static List<String> classNames() {
        return Sources.main().stream()
                .map(path -> Sources.className(path).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The first column of each row that names a class. */
    private static List<String> glossary() {
        String page = Sources.read(Sources.ROOT.resolve("docs/architecture.md"));
        return page.substring(page.indexOf("## Glossary"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|", -1)[1].toLowerCase(Locale.ROOT))
                .toList();
    }
}
