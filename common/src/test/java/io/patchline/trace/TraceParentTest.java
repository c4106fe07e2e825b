package io.patchline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void the_standards_own_example_is_read_and_written() {
        String header = "00-" + TRACE + "-" + SPAN + "-01";

        assertThat(TraceParent.parse(header)).contains(new TraceParent(TRACE, SPAN, true));
        assertThat(TraceParent.parse(header).map(TraceParent::header)).contains(header);
    }

    @Test
    void only_the_last_bit_of_the_flags_says_whether_spans_are_collected() {
        assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-02").map(TraceParent::sampled))
                .contains(false);
        assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-03").map(TraceParent::sampled))
                .contains(true);
    }

    @Test
    void a_later_version_may_have_more_fields() {
        assertThat(TraceParent.parse("01-" + TRACE + "-" + SPAN + "-01-what-comes"))
                .contains(new TraceParent(TRACE, SPAN, true));
        assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-01-what-comes"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void what_is_no_context_is_none(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
    }

    @Test
    void where_nobody_collects_spans_a_context_is_passed_on_as_it_came() {
        Optional<TraceParent> came = Optional.of(new TraceParent(TRACE, SPAN, false));
        try (NoTracing nobody = new NoTracing();
                Span span = nobody.start(SpanStart.in(came, "run", SpanStart.Role.CONSUMER));
                Span replay = nobody.start(SpanStart.after(came, "replay", SpanStart.Role.PRODUCER));
                Span first = nobody.start(SpanStart.in(Optional.empty(), "POST", SpanStart.Role.SERVER))) {
            assertThat(span.context()).isEqualTo(came);
            assertThat(replay.context()).isEqualTo(came);
            assertThat(first.context()).isEmpty();
        }
    }
}
