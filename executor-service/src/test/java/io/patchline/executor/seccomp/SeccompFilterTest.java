package io.patchline.executor.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.seccomp.SeccompFilter.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the programs answer, by an interpreter of the instructions that they are made of; the kernel's own word on it is in TierTableIT. */
class SeccompFilterTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int NOT_THERE = 0x00050000 | 38;
    private static final int NO_SUCH_FAMILY = 0x00050000 | 97;
    private static final int DENIED = 0x00050000 | 13;
    private static final int KILL = 0x80000000;

    private static final int X86 = 0xc000003e;
    private static final int ARM = 0xc00000b7;
    private static final int I386 = 0x40000003;

    private final SeccompFilter x86 = new SeccompFilter(Machine.X86_64, Sockets.INTERNET, true);
    private final SeccompFilter arm = new SeccompFilter(Machine.AARCH64, Sockets.INTERNET, true);

    @Test
    void sockets_of_the_internet_unix_and_netlink_are_made_and_no_others() {
        for (int family = 0; family < 64; family++) {
            int expected = List.of(1, 2, 10, 16).contains(family) ? ALLOW : NO_SUCH_FAMILY;
            assertThat(answer(x86, X86, 41, family)).as("family %s", family).isEqualTo(expected);
            assertThat(answer(arm, ARM, 198, family)).as("family %s", family).isEqualTo(expected);
        }
        assertThat(answer(x86, X86, 53, 1)).isEqualTo(ALLOW);
        assertThat(answer(x86, X86, 53, 30)).as("a pair of TIPC's").isEqualTo(NO_SUCH_FAMILY);
    }

    @Test
    void the_half_of_the_family_that_the_kernel_ignores_hides_nothing() {
        assertThat(answer(x86, X86, 41, (1L << 32) | 40)).isEqualTo(NO_SUCH_FAMILY);
        assertThat(answer(x86, X86, 41, (40L << 32) | 2)).isEqualTo(ALLOW);
    }

    @Test
    void without_the_network_no_socket_is_made_but_a_pair() {
        SeccompFilter off = new SeccompFilter(Machine.X86_64, Sockets.PAIRS, false);
        for (int family = 0; family < 64; family++) {
            assertThat(answer(off, X86, 41, family)).isEqualTo(DENIED);
        }
        assertThat(answer(off, X86, 53, 1)).isEqualTo(ALLOW);
    }

    @Test
    void keyrings_rings_and_programs_in_the_kernel_are_not_there() {
        for (int number : new int[] {248, 249, 250, 425, 426, 427, 321, 298, 323}) {
            assertThat(answer(x86, X86, number, 0)).as("call %s", number).isEqualTo(NOT_THERE);
        }
        for (int number : new int[] {217, 218, 219, 425, 426, 427, 280, 241, 282}) {
            assertThat(answer(arm, ARM, number, 0)).as("call %s", number).isEqualTo(NOT_THERE);
        }
    }

    @Test
    void what_no_namespace_divides_of_ipc_is_not_there() {
        SeccompFilter shared = new SeccompFilter(Machine.X86_64, Sockets.INTERNET, false);
        for (int number : new int[] {29, 30, 31, 64, 65, 66, 68, 69, 70, 71, 220, 240, 241}) {
            assertThat(answer(shared, X86, number, 0)).as("call %s", number).isEqualTo(NOT_THERE);
            assertThat(answer(x86, X86, number, 0)).as("call %s", number).isEqualTo(ALLOW);
        }
    }

    @Test
    void what_is_not_named_is_allowed() {
        for (int number : new int[] {0, 1, 2, 42, 59, 101, 231, 257, 435, 500}) {
            assertThat(answer(x86, X86, number, 99)).as("call %s", number).isEqualTo(ALLOW);
        }
    }

    @Test
    void the_numbers_of_another_architecture_end_the_process() {
        assertThat(answer(x86, I386, 359, 40)).isEqualTo(KILL);
        assertThat(answer(x86, ARM, 198, 2)).isEqualTo(KILL);
        assertThat(answer(arm, X86, 41, 2)).isEqualTo(KILL);
        assertThat(answer(x86, X86, 0x40000000 + 41, 2)).as("x32").isEqualTo(NOT_THERE);
        assertThat(answer(x86, X86, -1, 2)).isEqualTo(NOT_THERE);
    }

    /** Carries the program out on a call, as the kernel does (networking/filter.rst). */
    private static int answer(SeccompFilter filter, int architecture, int number, long argument) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(architecture).putLong(0).putLong(argument);
        ByteBuffer program = ByteBuffer.wrap(filter.program()).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        int next = 0;
        while (true) {
            int code = program.getShort(next * 8);
            int value = program.getInt(next * 8 + 4);
            switch (code) {
                case 0x20 -> accumulator = data.getInt(value);
                case 0x15 -> next += program.get(next * 8 + (accumulator == value ? 2 : 3)) & 0xff;
                case 0x35 ->
                    next += program.get(next * 8 + (Integer.compareUnsigned(accumulator, value) >= 0 ? 2 : 3)) & 0xff;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("no instruction of ours: " + code);
            }
            next++;
        }
    }
}
