package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever follows a link of the pages, or looks for a decision that the pages or the code name, finds something there. */
class LinksTest {
    /** Within this repository. */
    private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:)([^)\\s#]*)#?([^)\\s]*)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern DECISION = Pattern.compile("(?:decisions?[ /])(\\d{1,4})\\b");

    @Test
    void every_link_leads_to_a_file_and_a_heading_that_are_there() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            for (MatchResult link : LINK.matcher(prose(page)).results().toList()) {
                links++;
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target) || !hasHeading(target, link.group(2))) {
                    dead.add(page.getFileName() + ": " + link.group());
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(links).isGreaterThan(200);
    }

    @Test
    void every_decision_that_is_named_is_there() throws IOException {
        Set<Integer> there;
        try (Stream<Path> files = Files.list(Sources.ROOT.resolve("docs/decisions"))) {
            there = files.map(file ->
                            Integer.valueOf(file.getFileName().toString().substring(0, 4)))
                    .collect(Collectors.toSet());
        }
        Set<Integer> named = Stream.of(pages(), Sources.main(), Sources.tests())
                .flatMap(List::stream)
                .flatMap(file -> DECISION.matcher(Sources.read(file)).results())
                .map(number -> Integer.valueOf(number.group(1)))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(40).isSubsetOf(there);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Sources.ROOT);
                Stream<Path> docs = Files.walk(Sources.ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** Without what is shown as it is typed. */
    private static String prose(Path page) {
        return Sources.read(page).replaceAll("(?ms)^ *```.*?^ *```", "");
    }

    private static boolean hasHeading(Path page, String anchor) {
        return anchor.isEmpty()
                || !page.toString().endsWith(".md")
                || HEADING.matcher(prose(page))
                        .results()
                        .map(heading -> anchorOf(heading.group(1)))
                        .anyMatch(anchor::equals);
    }

    /** As GitHub makes it. */
    private static String anchorOf(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }
}
