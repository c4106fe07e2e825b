package io.patchline.firedrill;

import java.util.List;

/**
 * A row of the table.
 *
 * @param what must not be
 * @param cases where it is all the same
 */
record Finding(String what, List<String> cases) {
    Finding {
        cases = List.copyOf(cases);
    }
}
