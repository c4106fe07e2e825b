package io.patchline.executor.directory;

import io.patchline.patch.FileMode;
import java.io.IOException;
import java.nio.file.Files;

/** A file that was just made, under a name for the time being. What is done to it is done to it, whatever becomes of the name. */
public final class NewFile implements AutoCloseable {
    private final Descriptor descriptor;

    public NewFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Writes the contents and sees them onto the disk. */
    public void write(Contents contents) throws IOException {
        descriptor.write(contents.buffer());
        descriptor.force();
    }

    public void setMode(FileMode mode) throws IOException {
        Files.setPosixFilePermissions(descriptor.path(), Permissions.of(mode));
    }

    /** Gives the file to somebody; only root can. */
    public void setOwner(FileState.Owner owner) throws IOException {
        Ownership.give(descriptor.path(), owner);
    }

    @Override
    public void close() throws IOException {
        descriptor.close();
    }
}
