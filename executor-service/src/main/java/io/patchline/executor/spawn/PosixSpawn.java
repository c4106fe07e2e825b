package io.patchline.executor.spawn;

import static io.patchline.executor.libc.LibC.call;
import static io.patchline.executor.libc.LibC.function;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.patchline.executor.libc.LibC;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * The function posix_spawn(3): without a copy of this process, and without a program of the JDK's in between. The new process has an empty environment, three descriptors, no blocked signal, and each
 * signal as it is by default, whatever this process does with it.
 */
final class PosixSpawn {
    // spawn.h of glibc. Its structures are of 80, 336 and 128 bytes on 64 bits.
    private static final short SET_DEFAULT_SIGNALS_AND_MASK = 0x04 | 0x08;
    private static final int STRUCTURE_BYTES = 512;
    private static final int ALIGNMENT = 16;

    private static final FunctionDescriptor OF_STRUCTURE = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor OF_TWO = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

    private static final MethodHandle SPAWN = function(
            "posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ACTIONS = function("posix_spawn_file_actions_init", OF_STRUCTURE);
    private static final MethodHandle DESTROY = function("posix_spawn_file_actions_destroy", OF_STRUCTURE);
    private static final MethodHandle DUP2 =
            function("posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE_FROM =
            function("posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CHDIR = function("posix_spawn_file_actions_addchdir_np", OF_TWO);
    private static final MethodHandle ATTRIBUTES = function("posix_spawnattr_init", OF_STRUCTURE);
    private static final MethodHandle FLAGS =
            function("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle MASK = function("posix_spawnattr_setsigmask", OF_TWO);
    private static final MethodHandle DEFAULTS = function("posix_spawnattr_setsigdefault", OF_TWO);
    private static final MethodHandle FILL = function("sigfillset", OF_STRUCTURE);

    /** The same for each process, for ever. */
    private static final MemorySegment SIGNALS_BY_DEFAULT = signalsByDefault();

    private PosixSpawn() {}

    /**
     * Starts a program.
     *
     * @param streams what it has as 0, 1 and 2, each greater than 2
     * @return its number
     * @throws IOException as {@link ProcessBuilder} says it
     */
    static int spawn(List<String> line, Path directory, List<Integer> streams) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(ADDRESS, line.size() + 1L);
            for (int i = 0; i < line.size(); i++) {
                arguments.setAtIndex(ADDRESS, i, arena.allocateFrom(line.get(i)));
            }
            MemorySegment environment = arena.allocate(ADDRESS);
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment actions = actions(arena, directory, streams);
            int error = (int) call("posix_spawn", state -> (int) SPAWN.invokeExact(
                    state, pid, arguments.get(ADDRESS, 0), actions, SIGNALS_BY_DEFAULT, arguments, environment));
            check("destroy", state -> (int) DESTROY.invokeExact(state, actions));
            if (error != 0) {
                throw new IOException("Cannot run program \"%s\" (in directory \"%s\"): error: %d (%s)"
                        .formatted(line.getFirst(), directory, error, LibC.meaning(error)));
            }
            return pid.get(JAVA_INT, 0);
        }
    }

    private static MemorySegment actions(Arena arena, Path directory, List<Integer> streams) throws IOException {
        MemorySegment actions = arena.allocate(STRUCTURE_BYTES, ALIGNMENT);
        MemorySegment path = arena.allocateFrom(directory.toString());
        check("init", state -> (int) ACTIONS.invokeExact(state, actions));
        for (int i = 0; i < streams.size(); i++) {
            int from = streams.get(i);
            int to = i;
            check("adddup2", state -> (int) DUP2.invokeExact(state, actions, from, to));
        }
        int others = streams.size();
        check("addclosefrom_np", state -> (int) CLOSE_FROM.invokeExact(state, actions, others));
        check("addchdir_np", state -> (int) CHDIR.invokeExact(state, actions, path));
        return actions;
    }

    private static MemorySegment signalsByDefault() {
        try {
            MemorySegment attributes = Arena.global().allocate(STRUCTURE_BYTES, ALIGNMENT);
            MemorySegment none = Arena.global().allocate(STRUCTURE_BYTES, ALIGNMENT);
            MemorySegment all = Arena.global().allocate(STRUCTURE_BYTES, ALIGNMENT);
            check("attr_init", state -> (int) ATTRIBUTES.invokeExact(state, attributes));
            check("sigfillset", state -> (int) FILL.invokeExact(state, all));
            check("setsigmask", state -> (int) MASK.invokeExact(state, attributes, none));
            check("setsigdefault", state -> (int) DEFAULTS.invokeExact(state, attributes, all));
            check("setflags", state -> (int) FLAGS.invokeExact(state, attributes, SET_DEFAULT_SIGNALS_AND_MASK));
            return attributes;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** These return an error number, of which there is none but for want of memory. */
    private static void check(String name, LibC.Call call) throws IOException {
        int error = (int) call(name, call);
        if (error != 0) {
            throw new IOException("posix_spawn, " + name + ": " + LibC.meaning(error));
        }
    }
}
