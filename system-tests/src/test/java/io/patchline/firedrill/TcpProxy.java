package io.patchline.firedrill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** The network between a client and a server, on the loopback interface: it can be cut, with or without anybody being told. */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int LONGEST_WAIT_FOR_BUSY = 10;

    private final ServerSocket server;
    private final IntSupplier target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passable = lock.newCondition();
    private final Condition busy = lock.newCondition();
    private long passed;
    private boolean silent;
    private volatile boolean resetting;

    /**
     * @param target the server's port, asked at each connection
     */
    public TcpProxy(IntSupplier target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::acceptAll);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Returns as soon as something is about to pass, or after some seconds without one. */
    public void awaitBusy() {
        lock.lock();
        try {
            long before = passed;
            long left = TimeUnit.SECONDS.toNanos(LONGEST_WAIT_FOR_BUSY);
            while (passed == before && left > 0) {
                left = busy.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing passes, in neither direction, and no connection ends. */
    public void silence() {
        lock.lock();
        try {
            silent = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all connections, and each new one at once. */
    public void reset() {
        resetting = true;
        open.forEach(TcpProxy::end);
    }

    /** Everything passes again; what was held up passes late. */
    public void heal() {
        resetting = false;
        lock.lock();
        try {
            silent = false;
            passable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        reset();
        heal();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            awaitPassable();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            open.add(broker);
            if (resetting) {
                end(client);
                end(broker);
            }
            Thread.startVirtualThread(() -> pass(client, broker));
            Thread.startVirtualThread(() -> pass(broker, client));
        } catch (IOException | InterruptedException noBroker) {
            end(client);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitPassable();
                to.getOutputStream().write(buffer, 0, n);
            }
            awaitPassable();
        } catch (IOException | InterruptedException cut) {
            // Both ends are ended below, as when a router dies.
        } finally {
            end(from);
            end(to);
        }
    }

    private void awaitPassable() throws InterruptedException {
        lock.lock();
        try {
            passed++;
            busy.signalAll();
            while (silent) {
                passable.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
