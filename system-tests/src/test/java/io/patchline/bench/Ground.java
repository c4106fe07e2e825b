package io.patchline.bench;

import io.patchline.broker.TestBroker;
import java.nio.file.Path;
import java.util.List;

/**
 * What all parts stand on.
 *
 * @param broker everybody's, so that nobody has a better one
 * @param directory for everything that is written, but the report
 * @param builds of Patchline, the present one first
 */
record Ground(TestBroker broker, Path directory, List<Build> builds) {
    Build present() {
        return builds.getFirst();
    }

    Wrk wrk(String script) {
        return new Wrk(directory, present().root().resolve("bench/wrk").resolve(script));
    }
}
