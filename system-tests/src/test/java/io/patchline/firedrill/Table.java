package io.patchline.firedrill;

import java.util.List;

/** The findings for people: what must not be, how often it is, and where. */
final class Table {
    private static final int EXAMPLES = 5;

    private Table() {}

    static String of(List<Finding> findings) {
        StringBuilder text = new StringBuilder("| must not be | cases | |\n|---|---:|---|\n");
        for (Finding finding : findings) {
            List<String> some = finding.cases()
                    .subList(0, Math.min(EXAMPLES, finding.cases().size()));
            text.append("| %s | %d | %s |%n"
                    .formatted(finding.what(), finding.cases().size(), String.join(", ", some)));
        }
        return text.toString();
    }
}
