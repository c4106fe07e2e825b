package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tier's column in the first table of docs/sandbox.md.
 *
 * @param cells what the column says, by what is in the table's first column
 */
record TierColumn(Map<String, String> cells) {
    /** A cell that begins so means: yes if executor and commands are of one user, which they are not where the executor is root. */
    private static final String ONE_USER = "**yes**, where they are of one user";

    static TierColumn of(TierName tier) throws IOException {
        Path page = Path.of(System.getProperty("patchline.root", "..")).resolve("docs/sandbox.md");
        List<String[]> lines = Files.readAllLines(page).stream()
                .dropWhile(line -> !line.startsWith("| a command …"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toArray(String[]::new))
                .toList();
        int column = Arrays.asList(lines.getFirst()).indexOf(tier.configured());
        assertThat(column).as("column of %s", tier).isPositive();
        Map<String, String> cells = new LinkedHashMap<>();
        lines.stream().skip(2).forEach(line -> cells.put(line[0], line[column]));
        return new TierColumn(cells);
    }

    /** Asserts that the page says what was measured, neither less nor more. */
    void assertSays(Map<String, Boolean> measured, boolean oneUser) {
        Map<String, Boolean> said = new LinkedHashMap<>();
        cells.forEach((deed, cell) -> said.put(deed, possible(cell, oneUser)));
        assertThat(said).containsExactlyEntriesOf(measured);
    }

    private static boolean possible(String cell, boolean oneUser) {
        if (cell.startsWith(ONE_USER)) {
            return oneUser;
        }
        assertThat(cell).matches("(no|yes)\\b.*|\\*\\*yes\\*\\*.*");
        return !cell.startsWith("no");
    }
}
