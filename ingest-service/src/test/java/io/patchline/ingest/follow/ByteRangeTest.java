package io.patchline.ingest.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=2-5, 2, 5",
        "bytes=5-, 5, 9",
        "bytes=-3, 7, 9",
        "bytes=-99, 0, 9",
        "bytes=9-99, 9, 9"
    })
    void a_range_is_cut_to_what_there_is(String header, int first, int last) {
        assertThat(ByteRange.of(Optional.of(header), 10))
                .isEqualTo(new ByteRange.Asked.Part(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void a_range_behind_the_end_cannot_be_had(String header) {
        assertThat(ByteRange.of(Optional.of(header), 10)).isEqualTo(new ByteRange.Asked.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,4-5",
                "lines=1-2",
                "bytes=a-b",
                "bytes=99999999999999999999-"
            })
    void what_is_no_single_range_of_bytes_is_ignored(String header) {
        assertThat(ByteRange.of(Optional.of(header), 10)).isEqualTo(new ByteRange.Asked.Whole());
    }
}
