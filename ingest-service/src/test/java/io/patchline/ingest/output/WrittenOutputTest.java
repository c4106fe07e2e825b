package io.patchline.ingest.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.OutputPiece;
import io.patchline.event.RunRef;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WrittenOutputTest {
    private static final RunRef REF = new RunRef(new PatchId("a"), 1, 1, new Lane("l"), "e");

    @Test
    void read_in_pieces_of_any_size_it_is_what_was_written() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String first = "héllo \uD83D\uDE00 wörld\n".repeat(40);
        String second = "second\n".repeat(30);
        WrittenOutput output = WrittenOutput.of(1, 1, List.of(command(0, all(first)), command(2, all(second))));
        StringBuilder read = new StringBuilder();
        OutputPart part = output.from(0, 0, 1 + random.nextInt(50));
        read.append(part.text());
        while (part.more()) {
            String[] place = part.cursor().split("\\.", -1);
            part = output.from(Integer.parseInt(place[2]), Long.parseLong(place[3]), 2 + random.nextInt(50));
            read.append(part.text());
        }
        assertThat(read.toString()).as("seed " + seed).isEqualTo(first + second);
        assertThat(part.total())
                .isEqualTo(first.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + second.length());
    }

    @Test
    void what_was_not_kept_is_said_in_its_place_and_counted() {
        WrittenOutput output = WrittenOutput.of(
                1, 1, List.of(command(0, new CapturedOutput("head\n", "tail\n", 2_000_000, 1_999_990))));

        OutputPart part = output.from(0, 0, 8_000);

        assertThat(part.text())
                .startsWith("head\n\n[1999990 bytes are not shown here")
                .endsWith("]\ntail\n");
        assertThat(part.leftOut()).isEqualTo(1_999_990);
        assertThat(part.total()).isEqualTo(2_000_000);
        assertThat(part.more()).isFalse();
        assertThat(part.cursor()).isEqualTo("1.1.0.2000000");
    }

    @Test
    void the_last_lines_are_the_last_lines() {
        WrittenOutput output = WrittenOutput.of(1, 1, List.of(command(0, all("a\nb\n")), command(1, all("c\nd\ne"))));

        assertThat(output.last(1, 100).text()).isEqualTo("e");
        assertThat(output.last(2, 100).text()).isEqualTo("d\ne");
        assertThat(output.last(4, 100).text()).isEqualTo("b\nc\nd\ne");
        assertThat(output.last(50, 100).text()).isEqualTo("a\nb\nc\nd\ne");
        assertThat(output.last(50, 3).text()).isEqualTo("d\ne");
        assertThat(WrittenOutput.of(1, 1, List.of(command(0, all("a\nb\n"))))
                        .last(1, 9)
                        .text())
                .isEqualTo("b\n");
    }

    @Test
    void what_is_heard_live_has_gaps_where_nothing_was_heard_and_nothing_twice() {
        WrittenOutput output = WrittenOutput.heard(
                1, 1, List.of(piece(0, 10, "abc"), piece(0, 11, "bcd"), piece(0, 20, "x"), piece(1, 0, "y")));

        OutputPart part = output.from(0, 0, 8_000);

        assertThat(part.text().replaceAll("\\[(\\d+) bytes[^]]*]", "<$1>")).isEqualTo("\n<10>\nabcd\n<6>\nxy");
        assertThat(part.over()).isFalse();
        assertThat(part.cursor()).isEqualTo("1.1.1.1");
        assertThat(output.from(1, 1, 10).text()).isEmpty();
    }

    @Test
    void a_mark_that_is_longer_than_the_part_may_be_is_a_part_of_its_own() {
        WrittenOutput output = WrittenOutput.heard(1, 1, List.of(piece(0, 10, "abc")));

        OutputPart mark = output.from(0, 0, 5);
        assertThat(mark.text()).contains("10 bytes are not shown here").doesNotContain("abc");
        assertThat(mark.more()).isTrue();
        assertThat(mark.cursor()).isEqualTo("1.1.0.10");
        assertThat(output.from(0, 10, 5).text()).isEqualTo("abc");
    }

    @Test
    void a_text_that_takes_many_tokens_for_its_length_is_cut_earlier() {
        WrittenOutput prose = WrittenOutput.of(1, 1, List.of(command(0, all("some words and more\n".repeat(2_000)))));
        WrittenOutput signs = WrittenOutput.of(1, 1, List.of(command(0, all("漢字".repeat(15_000)))));

        assertThat(prose.from(0, 0, 20_000).text().length()).isBetween(15_000, 20_000);
        assertThat(signs.from(0, 0, 20_000).text().length()).isLessThan(6_000);
        assertThat(signs.from(0, 0, 20_000).more()).isTrue();
    }

    private static OutputPiece piece(int action, long from, String text) {
        return new OutputPiece(REF, action, from, text);
    }

    private static CapturedOutput all(String text) {
        return new CapturedOutput(text, "", text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length, 0);
    }

    private static CommandResult command(int action, CapturedOutput output) {
        return new CommandResult(action, Optional.of(0), Optional.empty(), Duration.ZERO, output);
    }
}
