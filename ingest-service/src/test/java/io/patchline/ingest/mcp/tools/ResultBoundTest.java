package io.patchline.ingest.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ResultBoundTest {
    @Test
    void what_is_small_stays_as_it_is() {
        ObjectNode content =
                JsonNodeFactory.instance.objectNode().put("id", "a").put("text", "x".repeat(5_000));

        assertThat(ResultBound.within(content.deepCopy())).isEqualTo(content);
    }

    @Test
    void whatever_is_in_it_the_result_fits_and_says_that_it_was_cut() {
        for (String text :
                new String[] {"prose and more of it ", "Zm9vYmFy+/=7", "漢字", "\uD83D\uDE00", "\n\t\"\\", "\u0001"}) {
            ObjectNode content = JsonNodeFactory.instance.objectNode().put("id", "a");
            content.put("output", text.repeat(100_000));
            content.put("diff", text.repeat(50_000));
            for (int i = 0; i < 2_000; i++) {
                content.withArrayProperty("patches")
                        .addObject()
                        .put("id", "p" + i)
                        .put("summary", text.repeat(20));
                content.withObjectProperty("metadata").put("key" + i, text);
            }

            ObjectNode cut = ResultBound.within(content);

            assertThat(ResultBound.fits(cut)).as(text).isTrue();
            assertThat(cut.path("id").asText()).isEqualTo("a");
            assertThat(cut.path("cut").asText()).isNotBlank();
            assertThat(cut.path("output").asText()).contains("characters left out");
        }
    }
}
