package io.patchline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy the machine is, for tables of drills and benchmarks. */
public final class LoadAverage {
    private LoadAverage() {}

    /** The load average of the last minute; {@code unknown} where the system does not tell it as Linux does. */
    public static String now() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }
}
