package io.patchline.executor.directory;

import static io.patchline.executor.libc.LibC.call;
import static io.patchline.executor.libc.LibC.function;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file descriptor of Linux, opened by a single name relative to another, in a way that never waits: neither for the writer of a FIFO, nor for a device, nor for whoever
 * has a lease on the file. Java's own channels cannot be opened so (no {@code O_NONBLOCK}, no {@code O_PATH}). (Source: open(2), fcntl(2) "File leases".)
 *
 * <p>Everything else goes by {@link #path}, which leads to the open file itself whatever has become of its name.
 */
public final class Descriptor implements AutoCloseable {
    /** The working directory: for paths that are trusted. */
    static final Descriptor WORKING_DIRECTORY = new Descriptor(-100);

    private static final int WRITE_ONLY = 01;
    private static final int CREATE_NEW = 0100 | 0200;
    private static final int NONBLOCK = 04000;
    private static final int CLOEXEC = 02000000;
    private static final int PATH_ONLY = 010000000;

    /** The one flag whose number differs between processors. (Source: asm-generic/fcntl.h, and those of arm64 and powerpc.) */
    private static final int NOFOLLOW =
            Set.of("aarch64", "arm", "ppc64le", "ppc64").contains(System.getProperty("os.arch")) ? 0100000 : 0400000;

    private static final int PRIVATE = 0600;
    private static final int CHUNK = 256 << 10;

    private static final MethodHandle OPENAT = function(
            "openat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(3));
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FSYNC = function("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int number;

    private Descriptor(int number) {
        this.number = number;
    }

    /** Opens whatever has this name, a link itself too, without touching it: to look at it, and to go on from it if it is a directory. */
    public Descriptor find(String name) throws IOException {
        return open(name, PATH_ONLY | NOFOLLOW);
    }

    /** Opens a directory by a path that is trusted. */
    static Descriptor ofTrusted(Path path) throws IOException {
        return WORKING_DIRECTORY.open(path.toAbsolutePath().toString(), PATH_ONLY);
    }

    /**
     * Opens for reading what {@link #find} has found.
     *
     * @throws FileSystemException if it cannot be opened without waiting
     */
    Descriptor readable() throws IOException {
        return WORKING_DIRECTORY.open(path().toString(), NONBLOCK);
    }

    /**
     * Makes a file that only its owner may read, and opens it for writing.
     *
     * @throws FileAlreadyExistsException if there is anything of that name
     */
    public Descriptor create(String name) throws IOException {
        return open(name, CREATE_NEW | WRITE_ONLY | NOFOLLOW | NONBLOCK);
    }

    /** A path to what is open, also after its name is gone or another's. */
    public Path path() {
        return Path.of("/proc/self/fd/" + number);
    }

    /** Reads on to the end of the file or of the buffer. */
    public void read(ByteBuffer into) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.min(CHUNK, into.remaining()));
            long count = 1;
            while (count > 0 && into.hasRemaining()) {
                long most = Math.min(CHUNK, into.remaining());
                count = call("read", state -> (long) READ.invokeExact(state, number, chunk, most));
                into.put(chunk.asSlice(0, count).asByteBuffer());
            }
        }
    }

    /** Writes all of it. */
    public void write(ByteBuffer bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.min(CHUNK, bytes.remaining()));
            while (bytes.hasRemaining()) {
                int length = Math.min(CHUNK, bytes.remaining());
                chunk.asByteBuffer().put(bytes.slice(bytes.position(), length));
                long count = call("write", state -> (long) WRITE.invokeExact(state, number, chunk, (long) length));
                bytes.position(bytes.position() + (int) count);
            }
        }
    }

    /** Sees what was written onto the disk. */
    public void force() throws IOException {
        long unused = call("fsync", state -> (int) FSYNC.invokeExact(state, number));
    }

    /** Where a signal comes in between, it is closed all the same. (Source: close(2).) */
    @Override
    public void close() throws IOException {
        long unused = call("close", state -> Math.max(0, (int) CLOSE.invokeExact(state, number)));
    }

    private Descriptor open(String name, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            int all = flags | CLOEXEC;
            return new Descriptor(
                    (int) call(name, state -> (int) OPENAT.invokeExact(state, number, text, all, PRIVATE)));
        }
    }
}
