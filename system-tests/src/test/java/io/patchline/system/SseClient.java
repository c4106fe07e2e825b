package io.patchline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Listens to server-sent events as a browser does: comes back after a lost connection with the id of the last event, and stays away after 204. */
final class SseClient implements AutoCloseable {
    private static final long COME_BACK_MILLIS = 100;

    private final Supplier<URI> address;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private String id = "";
    private String name = "";
    private String data = "";

    record Event(String id, String name, String data) {}

    /**
     * @param address asked again for each connection
     * @param lastId the id of the last event that it has, empty for none
     */
    SseClient(Supplier<URI> address, String lastId) {
        this.address = address;
        this.id = lastId;
        Thread.ofVirtual().start(this::listen);
    }

    List<Event> events() {
        return events;
    }

    List<Event> named(String wanted) {
        return events.stream().filter(event -> event.name().equals(wanted)).toList();
    }

    /** The status of each answer, in order. */
    List<Integer> answers() {
        return answers;
    }

    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }

    private void listen() {
        try {
            while (closed.getCount() > 0 && !answers.contains(204)) {
                try {
                    connect();
                } catch (IOException | UncheckedIOException e) {
                    name = "";
                    data = "";
                }
                if (closed.await(COME_BACK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.get())
                .header("Authorization", "Bearer " + Pipeline.TOKEN)
                .header("Accept", "text/event-stream");
        if (!id.isEmpty()) {
            request.header("Last-Event-ID", id);
        }
        HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
        answers.add(response.statusCode());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() == 200) {
                lines.forEach(this::line);
            }
        }
    }

    private void line(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
            events.add(new Event(id, name, data));
            data = "";
            name = "";
        }
    }
}
