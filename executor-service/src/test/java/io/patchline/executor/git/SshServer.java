package io.patchline.executor.git;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** OpenSSH's server on loopback, for the user of the tests and one key. */
final class SshServer implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private final Path directory;
    private final int port;
    private final Process process;

    /** Whether there is one on this machine that this user can start. */
    static boolean isPossible() {
        boolean root = System.getProperty("user.name").equals("root");
        return Files.isExecutable(SSHD)
                && Files.isExecutable(Path.of("/usr/bin/ssh-keygen"))
                && (!root || Files.isDirectory(PRIVILEGE_SEPARATION) || Files.isWritable(Path.of("/run")));
    }

    SshServer(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Git here = new Git(directory);
        here.bash("for key in host other-host user other-user; do ssh-keygen -q -t ed25519 -N '' -f $key; done; "
                + "cp user.pub authorized; chmod 600 authorized");
        known("known", "host.pub");
        known("wrong", "other-host.pub");
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(PRIVILEGE_SEPARATION);
        }
        Path config = Files.writeString(directory.resolve("config"), """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %2$s/host
            AuthorizedKeysFile %2$s/authorized
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            PidFile none
            """.formatted(port, directory));
        this.process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    private void known(String file, String key) throws IOException {
        Files.writeString(
                directory.resolve(file), "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve(key)));
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of a directory of this machine. */
    String url(Path path) {
        return "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), port, path);
    }

    /** One of {@code user} and {@code other-user}, which may not in; {@code known} and {@code wrong} host keys. */
    Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
