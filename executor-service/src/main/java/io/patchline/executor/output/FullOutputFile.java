package io.patchline.executor.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;

/** Keeps the output in a file, up to a size. What other commands of the same run wrote before stays at its beginning. */
final class FullOutputFile implements ByteSink, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FullOutputFile.class);

    private final OutputStream file;
    private long room;

    /** @param capBytes how large the file may become */
    FullOutputFile(Path path, long capBytes) throws IOException {
        file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        room = capBytes - Files.size(path);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int part = Math.clamp(room, 0, length);
        if (part == 0) {
            return;
        }
        try {
            file.write(bytes, offset, part);
            room -= part;
        } catch (IOException e) {
            room = 0;
            LOG.warn("the full output can be kept no further; its beginning and end still are", e);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("the end of the full output may be missing in its file", e);
        }
    }
}
