package io.patchline.executor.spawn;

import static io.patchline.executor.libc.LibC.call;
import static io.patchline.executor.libc.LibC.function;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** A message with descriptors beside it, over a Unix socket: sendmsg(2), unix(7) and cmsg(3), on 64 bits. */
final class Message {
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** Neither a signal where nobody is there any more, nor waiting where nobody reads. */
    private static final int NO_SIGNAL_NO_WAIT = 0x4000 | 0x40;

    // struct msghdr: name, its length, vectors, their number, control, its length, flags.
    private static final int HEADER_BYTES = 56;
    private static final int VECTORS_AT = 16;
    private static final int VECTOR_COUNT_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;

    // struct cmsghdr: its length, level, type; then the data, up to a multiple of eight.
    private static final int LEVEL_AT = 8;
    private static final int TYPE_AT = 12;
    private static final int DATA_AT = 16;

    private static final MethodHandle SENDMSG =
            function("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private Message() {}

    /** @throws IOException if nobody is there to get it, or it is longer than the system sends at once (net.core.wmem_default) */
    static void send(int socket, byte[] bytes, List<Integer> descriptors) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(ADDRESS, 2);
            vector.setAtIndex(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, bytes));
            vector.setAtIndex(JAVA_LONG, 1, bytes.length);
            MemorySegment rights = rights(arena, descriptors);
            MemorySegment header = arena.allocate(HEADER_BYTES, JAVA_LONG.byteAlignment());
            header.set(ADDRESS, VECTORS_AT, vector);
            header.set(JAVA_LONG, VECTOR_COUNT_AT, 1);
            header.set(ADDRESS, CONTROL_AT, rights);
            header.set(JAVA_LONG, CONTROL_LENGTH_AT, rights.byteSize());
            long unused =
                    call("sendmsg", state -> (long) SENDMSG.invokeExact(state, socket, header, NO_SIGNAL_NO_WAIT));
        }
    }

    private static MemorySegment rights(Arena arena, List<Integer> descriptors) {
        int length = DATA_AT + descriptors.size() * Integer.BYTES;
        MemorySegment rights = arena.allocate((length + 7L) / 8 * 8, JAVA_LONG.byteAlignment());
        rights.set(JAVA_LONG, 0, length);
        rights.set(JAVA_INT, LEVEL_AT, SOL_SOCKET);
        rights.set(JAVA_INT, TYPE_AT, SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
            rights.set(JAVA_INT, DATA_AT + (long) i * Integer.BYTES, descriptors.get(i));
        }
        return rights;
    }
}
