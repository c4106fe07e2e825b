package io.patchline.ingest.follow;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.CurrentSession;
import io.patchline.ingest.log.LogEvent;
import io.patchline.ingest.log.LogMessage;
import io.patchline.ingest.log.LogRangeReader;
import io.patchline.ingest.log.RecentEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Writes to a follower the log, event by event from its place on, until it goes or the service ends. New events come from {@link RecentEvents}, older ones from the log
 * itself, so that a follower that was away or is slow misses nothing. On the follower's own thread; holds one page for it and no more.
 */
final class EventStream {
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);
    private static final Duration BROKER_AWAY = Duration.ofSeconds(1);
    private static final long NOWHERE = Long.MIN_VALUE;
    private static final int PAGE_EVENTS = 200;
    private static final int PAGE_BYTES = 1 << 20;

    /** How many followers read in the log itself at a time; the others wait. */
    private static final Semaphore READING = new Semaphore(2);

    private final RecentEvents recentEvents;
    private final CurrentSession current;
    private final Clock clock;
    private final EventFilter filter;
    private long place;

    /**
     * @param after the place of the last event that the follower has; empty for only what is new
     */
    EventStream(
            RecentEvents recentEvents, CurrentSession current, Clock clock, EventFilter filter, Optional<Long> after) {
        this.recentEvents = recentEvents;
        this.current = current;
        this.clock = clock;
        this.filter = filter;
        this.place = after.orElse(NOWHERE);
    }

    /**
     * @throws IOException when the follower has gone
     */
    void writeTo(SseWriter out) throws IOException, InterruptedException {
        out.retry(COME_BACK_AFTER);
        out.flush();
        awaitPlace(out);
        while (true) {
            switch (recentEvents.after(place, HEARTBEAT)) {
                case RecentEvents.Next.Events next -> {
                    write(next.events(), out);
                    place = next.upTo();
                }
                case RecentEvents.Next.Behind behind -> readOn(behind.until(), out);
                case RecentEvents.Next.Nothing nothing -> beat(out);
                case RecentEvents.Next.Beyond beyond -> {
                    gap(beyond.last(), out);
                    place = beyond.last();
                }
                case RecentEvents.Next.Closed closed -> {
                    return;
                }
            }
            out.flush();
        }
    }

    /** Who wants only what is new begins where the log ends now, and knows that place from the first moment. */
    private void awaitPlace(SseWriter out) throws IOException, InterruptedException {
        while (place == NOWHERE && !recentEvents.isClosed()) {
            if (recentEvents.awaitLive(HEARTBEAT)) {
                place = recentEvents.last();
            }
            beat(out);
            out.flush();
        }
    }

    private void write(List<LogEvent> events, SseWriter out) throws IOException {
        for (LogEvent event : events) {
            if (event.offset() > place && filter.wants(event)) {
                out.event(Long.toString(event.offset()), event.what(), event.json());
            }
        }
    }

    /** A follower that waits for something rare keeps its place, so that it need not begin far back when it reconnects. */
    private void beat(SseWriter out) throws IOException {
        if (place >= 0) {
            out.place(Long.toString(place));
        } else {
            out.heartbeat();
        }
    }

    /** What the log does not hold any more is not left out silently. */
    private void gap(long upTo, SseWriter out) throws IOException {
        String data = "{\"after\":%d,\"up_to\":%d}".formatted(place, upTo);
        out.event(Long.toString(upTo), "gap", data.getBytes(StandardCharsets.UTF_8));
    }

    private record Page(List<LogEvent> events, long begin, long end) {}

    /** A page of the log; the channel is closed before the follower, who may be slow, gets it. */
    private void readOn(long until, SseWriter out) throws IOException, InterruptedException {
        Optional<Page> read = page(until);
        if (read.isEmpty()) {
            beat(out);
            Thread.sleep(BROKER_AWAY);
            return;
        }
        Page page = read.get();
        if (place >= 0 && page.begin > place + 1) {
            gap(page.begin - 1, out);
        }
        write(page.events, out);
        place = page.end;
    }

    /** Empty while the log cannot be read. */
    private Optional<Page> page(long until) throws InterruptedException {
        Optional<BrokerSession> session = current.session();
        if (session.isEmpty()) {
            return Optional.empty();
        }
        READING.acquire();
        try {
            PageSink sink = new PageSink(until);
            new LogRangeReader(session.get()).read(Math.max(place + 1, 0), until, sink);
            return Optional.of(new Page(sink.events, sink.begin, sink.end));
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            READING.release();
        }
    }

    private final class PageSink implements LogRangeReader.Sink {
        private final List<LogEvent> events = new ArrayList<>();
        private long begin;
        private long end;
        private int bytes;
        private boolean any;

        /** The log may begin only behind the page: then there is nothing on it. */
        PageSink(long until) {
            this.begin = until;
            this.end = until - 1;
        }

        @Override
        public boolean take(LogMessage message) {
            begin = any ? begin : message.offset();
            any = true;
            end = message.offset();
            LogEvent.read(message, clock).filter(filter::wants).ifPresent(event -> {
                events.add(event);
                bytes += event.json().length;
            });
            return events.size() < PAGE_EVENTS && bytes < PAGE_BYTES;
        }
    }
}
