package io.patchline.executor;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How an executor is called when it is not told. */
final class ExecutorName {
    private ExecutorName() {}

    /** The host's name and the process id: no two executors that live at the same time have the same, containers included. */
    static String ofThisProcess() {
        return host() + "-" + ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
