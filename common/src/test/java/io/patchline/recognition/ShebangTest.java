package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShebangTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/bash|''",
                "#! /bin/sh|''",
                "#!/usr/bin/env bash|''",
                "#!/bin/bash -e|-e",
                "#!/bin/bash -euo pipefail|-euo pipefail",
                "#!/usr/bin/env -S bash -x|-x",
                "echo hi|''"
            })
    void the_shells_own_line_is_honoured(String line, String options) {
        assertThat(Shebang.refusal(line + "\nls\n")).isEmpty();
        assertThat(Shebang.options(line + "\nls\n")).isEqualTo(options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env python3",
                "#!/usr/bin/perl -w",
                "#!/bin/bash -i",
                "#!/bin/bash\r",
                "#!",
                "#!/bin/rbash"
            })
    void another_program_is_refused(String line) {
        assertThat(Shebang.refusal(line + "\nls\n")).isPresent();
        assertThat(Shebang.options(line + "\nls\n")).isEmpty();
    }
}
