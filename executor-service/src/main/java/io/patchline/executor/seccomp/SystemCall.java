package io.patchline.executor.seccomp;

/** The system calls that a filter looks at, with their numbers: asm/unistd_64.h and asm-generic/unistd.h of Linux. */
enum SystemCall {
    SOCKET(41, 198, Group.SOCKETS),
    SOCKETPAIR(53, 199, Group.SOCKETS),

    ADD_KEY(248, 217, Group.KERNEL),
    REQUEST_KEY(249, 218, Group.KERNEL),
    KEYCTL(250, 219, Group.KERNEL),
    IO_URING_SETUP(425, 425, Group.KERNEL),
    IO_URING_ENTER(426, 426, Group.KERNEL),
    IO_URING_REGISTER(427, 427, Group.KERNEL),
    BPF(321, 280, Group.KERNEL),
    PERF_EVENT_OPEN(298, 241, Group.KERNEL),
    USERFAULTFD(323, 282, Group.KERNEL),

    SHMGET(29, 194, Group.IPC),
    SHMAT(30, 196, Group.IPC),
    SHMCTL(31, 195, Group.IPC),
    SEMGET(64, 190, Group.IPC),
    SEMOP(65, 193, Group.IPC),
    SEMTIMEDOP(220, 192, Group.IPC),
    SEMCTL(66, 191, Group.IPC),
    MSGGET(68, 186, Group.IPC),
    MSGSND(69, 189, Group.IPC),
    MSGRCV(70, 188, Group.IPC),
    MSGCTL(71, 187, Group.IPC),
    MQ_OPEN(240, 180, Group.IPC),
    MQ_UNLINK(241, 181, Group.IPC);

    private final int x86;
    private final int arm;
    private final Group group;

    /** What belongs together. */
    enum Group {
        /** Make sockets, of a family that the first argument names. */
        SOCKETS,
        /** Reach what no namespace divides: keyrings, rings for asynchronous calls, programs in the kernel. */
        KERNEL,
        /** Reach System V's shared memory, semaphores and queues, and POSIX's queues: an IPC namespace divides them, and without one they outlive their processes. */
        IPC
    }

    SystemCall(int x86, int arm, Group group) {
        this.x86 = x86;
        this.arm = arm;
        this.group = group;
    }

    int x86() {
        return x86;
    }

    int arm() {
        return arm;
    }

    Group group() {
        return group;
    }
}
