package io.patchline.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Between clients and the broker, on loopback: passes everything on, but when it is told so nothing more of the channels that are open then, in both directions. So it is with a broker whose
 * process for a channel waits for a node that is away, and with a subscription that gets nothing; the connection and its other channels go on.
 */
public final class MutingProxy implements AutoCloseable {
    private static final int PROTOCOL_HEADER = 8;
    private static final int METHOD = 1;
    private static final int BASIC = 60;
    private static final int CHANNEL = 20;
    private static final int CLOSE_OK = 41;

    private final URI broker;
    private final ServerSocket server;
    private final Queue<Link> links = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    public MutingProxy(String amqpUrl) {
        this.broker = URI.create(amqpUrl);
        try {
            this.server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::acceptAll);
    }

    /** The broker's address, by way of this. */
    public String url() {
        return "amqp://%s@%s:%d%s"
                .formatted(
                        broker.getRawUserInfo(),
                        server.getInetAddress().getHostAddress(),
                        server.getLocalPort(),
                        broker.getRawPath());
    }

    /** From now on nothing passes on the channels on which the broker has said something. */
    public void muteOpenChannels() {
        links.forEach(link -> link.muted.addAll(link.spoken));
    }

    /** From now on a channel that is opened is, and nothing that is published on it is confirmed: as where the broker's process for it waits for the coordinator of the streams. */
    public void confirmNothingOnNewChannels() {
        links.forEach(link -> link.confirmed.set(Set.copyOf(link.spoken)));
    }

    /** From now on all channels that are opened are confirmed on again. */
    public void confirmAll() {
        links.forEach(link -> link.confirmed.set(Set.of()));
    }

    /** From now on nothing is read from the connections that are open now, in both directions: as from a peer that was stopped, or that the network does not reach. */
    public void freezeConnections() {
        links.forEach(link -> link.frozen.set(true));
    }

    @Override
    public void close() {
        over.countDown();
        try {
            server.close();
            for (Link link : links) {
                link.client.close();
                link.target.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param spoken the channels on which the broker has said something
     * @param confirmed those alone on which confirms are passed on; empty for all
     */
    private record Link(
            Socket client,
            Socket target,
            Set<Integer> spoken,
            Set<Integer> muted,
            AtomicReference<Set<Integer>> confirmed,
            AtomicBoolean frozen) {
        void forget(int channel) {
            spoken.remove(channel);
            muted.remove(channel);
        }

        boolean passes(Frame frame) {
            Set<Integer> only = confirmed.get();
            boolean withheld = frame.isBasic() && !only.isEmpty() && !only.contains(frame.channel);
            return !withheld && !muted.contains(frame.channel);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket target = new Socket(broker.getHost(), broker.getPort());
                Link link = new Link(
                        client,
                        target,
                        ConcurrentHashMap.newKeySet(),
                        ConcurrentHashMap.newKeySet(),
                        new AtomicReference<>(Set.of()),
                        new AtomicBoolean());
                links.add(link);
                Thread.startVirtualThread(() -> ask(link));
                Thread.startVirtualThread(() -> answer(link));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void ask(Link link) {
        try (Socket client = link.client;
                Socket target = link.target) {
            DataInputStream from = new DataInputStream(client.getInputStream());
            DataOutputStream to = new DataOutputStream(target.getOutputStream());
            to.write(from.readNBytes(PROTOCOL_HEADER));
            while (true) {
                Frame frame = Frame.read(from);
                awaitEndIfFrozen(link);
                if (!link.muted.contains(frame.channel)) {
                    frame.write(to);
                }
            }
        } catch (IOException e) {
            // The other end is gone.
        }
    }

    private void answer(Link link) {
        try (Socket client = link.client;
                Socket target = link.target) {
            DataInputStream from = new DataInputStream(target.getInputStream());
            DataOutputStream to = new DataOutputStream(client.getOutputStream());
            while (true) {
                Frame frame = Frame.read(from);
                awaitEndIfFrozen(link);
                if (frame.channel != 0) {
                    link.spoken.add(frame.channel);
                }
                if (link.passes(frame)) {
                    frame.write(to);
                }
                if (frame.isCloseOk()) {
                    link.forget(frame.channel); // the next channel may have its number
                }
            }
        } catch (IOException e) {
            // The other end is gone.
        }
    }

    private void awaitEndIfFrozen(Link link) throws IOException {
        if (link.frozen.get()) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("the test is over");
        }
    }

    /** Type, channel, size, payload and end (AMQP 0-9-1, 4.2.3). Channel 0 is the connection's own. */
    private record Frame(int type, int channel, int size, byte[] payloadAndEnd) {
        static Frame read(DataInputStream from) throws IOException {
            int type = from.readUnsignedByte();
            int channel = from.readUnsignedShort();
            int size = from.readInt();
            byte[] payloadAndEnd = new byte[size + 1];
            from.readFully(payloadAndEnd);
            return new Frame(type, channel, size, payloadAndEnd);
        }

        /** Whether it is a method of the class basic: from the broker a confirm, a delivery, a return. */
        boolean isBasic() {
            return type == METHOD && payloadAndEnd[1] == BASIC;
        }

        boolean isCloseOk() {
            return type == METHOD && payloadAndEnd[1] == CHANNEL && payloadAndEnd[3] == CLOSE_OK;
        }

        void write(DataOutputStream to) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream frame = new DataOutputStream(bytes);
            frame.writeByte(type);
            frame.writeShort(channel);
            frame.writeInt(size);
            frame.write(payloadAndEnd);
            to.write(bytes.toByteArray());
        }
    }
}
