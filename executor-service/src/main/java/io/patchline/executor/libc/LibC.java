package io.patchline.executor.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;

/** Functions of the C library, and what they say went wrong. Linux; safe for use by several threads. */
public final class LibC {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();

    private LibC() {}

    /** A function that returns a number below zero and sets {@code errno} if it fails; its first argument is the place for that. For use with {@link #call}. */
    @SuppressWarnings(
            "restricted") // It is what this class is for; the services are started with --enable-native-access.
    public static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, all);
    }

    /** Whether this library has the function. */
    public static boolean has(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).isPresent();
    }

    /** What an error number means, as the library says it in English. */
    @SuppressWarnings("restricted") // A text of the library's own, which ends with a zero.
    public static String meaning(int error) {
        try {
            MemorySegment text = (MemorySegment) Meaning.STRERROR.invokeExact(error);
            return text.reinterpret(Meaning.LONGEST).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system throws nothing", e);
        }
    }

    private static final class Meaning {
        private static final long LONGEST = 200;

        @SuppressWarnings("restricted")
        private static final MethodHandle STRERROR = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
                        FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    /** A call of a function, with the place for its error number. */
    public interface Call {
        long by(MemorySegment state) throws Throwable;
    }

    /**
     * Makes the call, again where a signal came in between.
     *
     * @param subject the file or function that the error is about
     */
    public static long call(String subject, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long result = call.by(state);
                if (result >= 0) {
                    return result;
                }
                int error = state.get(JAVA_INT, 0);
                if (error != Errno.INTERRUPTED) {
                    throw Errno.exception(error, subject);
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a call of the system throws nothing", e);
        }
    }

    /** What went wrong in a call. (Source: errno(3); these numbers are the same on all processors.) */
    private static final class Errno {
        static final int INTERRUPTED = 4;
        private static final int NO_ENTRY = 2;
        private static final int WOULD_BLOCK = 11;
        private static final int ACCESS = 13;
        private static final int EXISTS = 17;
        private static final int NOT_DIRECTORY = 20;
        private static final int NO_SPACE = 28;

        static IOException exception(int error, String subject) {
            return switch (error) {
                case NO_ENTRY -> new NoSuchFileException(subject);
                case ACCESS -> new AccessDeniedException(subject);
                case EXISTS -> new FileAlreadyExistsException(subject);
                case NOT_DIRECTORY -> new NotDirectoryException(subject);
                case WOULD_BLOCK ->
                    new FileSystemException(subject, null, "another process keeps it from being opened");
                case NO_SPACE -> new FileSystemException(subject, null, "No space left on device");
                default -> new FileSystemException(subject, null, "error number " + error);
            };
        }
    }
}
