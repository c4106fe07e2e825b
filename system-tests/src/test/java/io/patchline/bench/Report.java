package io.patchline.bench;

import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables, for people and for programs. */
final class Report {
    private final Machine machine;
    private final Options options;
    private final List<Section> sections = new ArrayList<>();

    /**
     * One line of a table.
     *
     * @param where the point that was measured, such as {@code 64 connections, 1 KiB}
     * @param median of the turns
     * @param turns as they were measured, in order
     */
    record Row(String where, String contender, Sample median, List<Sample> turns) {}

    /** @param load the load average of a minute before and after */
    private record Section(String name, String explanation, String load, List<String> columns, List<Row> rows) {}

    Report(Machine machine, Options options) {
        this.machine = machine;
        this.options = options;
    }

    void add(Part part, String load, List<Row> rows) {
        sections.add(new Section(part.name(), part.explanation(), load, part.columns(), rows));
    }

    /** @return the tables */
    String write() throws IOException {
        String markdown = markdown();
        Path base = options.report().toAbsolutePath();
        Files.createDirectories(base.getParent());
        Files.writeString(base.resolveSibling(base.getFileName() + ".md"), markdown);
        MessageCodec.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        base.resolveSibling(base.getFileName() + ".json").toFile(),
                        Map.of(
                                "machine",
                                machine,
                                "rounds",
                                options.rounds(),
                                "turnSeconds",
                                options.turn().toSeconds(),
                                "sections",
                                sections));
        return markdown;
    }

    private String markdown() {
        StringBuilder text =
                new StringBuilder("%s, %d × %s, Linux %s, Java %s, %s. Medians of %d turns of %d s, interleaved.%n"
                        .formatted(
                                machine.when(),
                                machine.cores(),
                                machine.processor(),
                                machine.kernel(),
                                machine.java(),
                                machine.broker(),
                                options.rounds(),
                                options.turn().toSeconds()));
        for (Section section : sections) {
            text.append("\n### %s (load average %s)%n%n%s%n%n"
                    .formatted(section.name(), section.load(), section.explanation()));
            text.append("| | | %s |\n|---|---|--:|--:|--:|--:|\n".formatted(String.join(" | ", section.columns())));
            section.rows().forEach(row -> text.append(line(row)));
        }
        return text.toString();
    }

    private static String line(Row row) {
        Sample median = row.median();
        return "| %s | %s | %s | %s | %s | %s%s |%n"
                .formatted(
                        row.where(),
                        row.contender(),
                        figure(median.perSecond() < 100 ? "%.1f" : "%.0f", median.perSecond()),
                        figure("%.2f", median.p50()),
                        figure("%.2f", median.p99()),
                        figure("%.0f", median.cpuMicros()),
                        shares(median.cpu()));
    }

    /** Who took how much of the processor time, where that is several. */
    private static String shares(CpuTime cpu) {
        return cpu.micros().size() < 2
                ? ""
                : CpuTime.names(Stream.of(cpu))
                        .map(who -> who + " " + figure("%.0f", cpu.of(who)))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
