package io.patchline.executor.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;

/** What a name stood for when it was looked at, whatever it stands for now: a file, a link, a FIFO or anything else. */
public final class FoundFile implements AutoCloseable {
    private final Descriptor descriptor;

    public FoundFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Of the thing itself, even if it is a link. */
    public PosixFileAttributes attributes() throws IOException {
        return Files.readAttributes(descriptor.path(), PosixFileAttributes.class);
    }

    /**
     * Reads it, which must be a regular file.
     *
     * @throws IOException if it is longer than {@code most} bytes, or another process keeps it from being opened
     */
    public Contents read(long most) throws IOException {
        long size = Files.size(descriptor.path());
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Math.min(size, most) + 1));
        try (Descriptor open = descriptor.readable()) {
            open.read(buffer);
        }
        if (!buffer.hasRemaining()) {
            throw new IOException("it is larger than " + most + " bytes, or grew while it was read");
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return new Contents(bytes);
    }

    @Override
    public void close() throws IOException {
        descriptor.close();
    }
}
