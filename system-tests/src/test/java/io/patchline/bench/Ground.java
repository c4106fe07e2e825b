package io.patchline.bench;

import io.patchline.broker.TestBroker;
import java.nio.file.Path;

/**
 * What all parts stand on.
 *
 * @param broker everybody's, so that nobody has a better one
 * @param directory for everything that is written, but the report
 * @param root of the repository
 */
record Ground(TestBroker broker, Path directory, Path root) {
    Wrk wrk(String script) {
        return new Wrk(directory, root.resolve("bench/wrk").resolve(script));
    }
}
