package io.patchline.ingest.answers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one {@link UnreadAnswers}, whose figures Prometheus sees. */
@Singleton
final class MeteredAnswers {
    @Produces
    @Singleton
    UnreadAnswers unreadAnswers(MeterRegistry registry) {
        UnreadAnswers unread = new UnreadAnswers();
        registry.gauge("patchline.answers.unread.bytes", unread, UnreadAnswers::unread);
        registry.more().counter("patchline.answers.closed", Tags.empty(), unread, UnreadAnswers::closed);
        return unread;
    }
}
