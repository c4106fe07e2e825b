package io.patchline.executor.git.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.process.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final String NUL = "\0";

    private static Output.Read read(Output output, String text) throws IOException {
        return output.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void pieces_are_handed_on_as_they_come_wherever_they_are_split() throws IOException {
        List<String> given = new ArrayList<>();
        Output output = Output.pieces(piece -> given.add(new String(piece, UTF_8)));
        String first = "a".repeat(8191);
        String second = "b".repeat(20_000);

        assertThat(read(output, first + NUL + second + NUL + NUL + "no end").whole())
                .isTrue();

        assertThat(given).containsExactly(first, second, "");
    }

    @Test
    void what_is_not_taken_is_not_read_and_told_as_cut() throws IOException {
        ByteArrayInputStream stream = new ByteArrayInputStream(("a\0" + "b\0".repeat(100_000)).getBytes(UTF_8));

        assertThat(Output.pieces(piece -> false).read(stream).whole()).isFalse();

        assertThat(stream.available()).isGreaterThan(190_000);
        assertThat(read(Output.pieces(piece -> true), "a".repeat(Output.LONGEST_PIECE + 8192))
                        .whole())
                .isFalse();
        assertThat(read(Output.bytes(3), "abc").whole()).isTrue();
        assertThat(read(Output.bytes(3), "abcd").whole()).isFalse();
    }

    @Test
    void a_list_keeps_so_many_names_and_says_whether_there_were_more() throws IOException {
        NameList two = new NameList(2);
        assertThat(read(two, "a\0b\0").whole()).isTrue();
        assertThat(two.isFull()).isFalse();
        NameList cut = new NameList(2);
        assertThat(read(cut, "a\0b\0c\0").whole()).isFalse();
        assertThat(cut.names()).hasSize(2);
        assertThat(cut.isFull()).isTrue();

        NameList large = new NameList(NameList.MOST_FILES);
        String name = "n".repeat(1 << 19);
        assertThat(read(large, (name + NUL).repeat(33)).whole()).isFalse();
        assertThat(large.names()).hasSize(32);
        assertThat(large.takes(new byte[1]))
                .as("nothing behind what was left out")
                .isFalse();
    }

    private static final String HEAD = "diff --git a/f b/f\nindex 1..2 100644\n--- a/f\n+++ b/f\n@@ -1 +1 @@ x\n";

    private static Optional<String> hash(String diff) throws IOException {
        DiffHash hash = new DiffHash();
        assertThat(read(hash, diff).whole()).isTrue();
        return hash.hash();
    }

    @Test
    void a_change_is_the_same_wherever_it_is_and_another_with_each_byte_of_it() throws IOException {
        Optional<String> change = hash(HEAD + " a\n-b\n+c\n");
        assertThat(hash(HEAD.replace("-1 +1 @@ x", "-7 +8 @@ y").replace("1..2", "3..4") + " a\n-b\n+c\n"))
                .isEqualTo(change);
        for (String other : List.of("  a\n-b\n+c\n", " a\n-b\n+c \n", " a\n-b\n", " a\n-b\n+c")) {
            assertThat(hash(HEAD + other)).as(other).isPresent().isNotEqualTo(change);
        }
        assertThat(hash("")).isEmpty();
        String binary = "diff --git a/f b/f\nindex 1..2\nBinary files a/f and b/f differ\n";
        assertThat(hash(binary)).isPresent().isNotEqualTo(hash(binary.replace("1..2", "1..3")));
        String line = "+" + "l".repeat(300_000);
        assertThat(hash(HEAD + line + "\n"))
                .isEqualTo(hash(HEAD + line + "\n"))
                .isNotEqualTo(hash(HEAD + line + "l\n"));
        assertThat(hash(HEAD + line + "\nindex 1\n")).isEqualTo(hash(HEAD + line + "\nindex 2\n"));
    }

    @Test
    void a_loop_hears_that_its_run_is_cancelled() {
        Cancellation cancellation = new Cancellation();
        CallLimits limits = RunLimits.of(Duration.ofMinutes(1), cancellation);
        Iterator<Integer> loop = limits.heeding("looking", List.of(1, 2, 3)).iterator();

        assertThat(loop.next()).isEqualTo(1);
        cancellation.request(Cancellation.Reason.REQUESTED);

        assertThatThrownBy(loop::next).isInstanceOf(GitEndedException.class).hasMessage("looking was ended: cancelled");
    }
}
