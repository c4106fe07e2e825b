package io.patchline.executor.run;

import io.patchline.executor.ledger.RunRecord;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Outcome;
import io.patchline.trace.Span;

/** What the span of a run tells of it. */
final class RunNotes {
    private RunNotes() {}

    static void on(Span span, PatchMessage message, RunRecord record) {
        span.note("patchline.patch", message.patch().id().value());
        span.note("patchline.run", message.run());
        span.note("patchline.attempt", record.attempt());
        span.note("patchline.lane", message.patch().lane().name());
        span.note("patchline.executor", record.executor());
        span.note("patchline.outcome", record.outcome().status());
        if (record.outcome() instanceof Outcome.Unsuccessful unsuccessful) {
            span.note("patchline.code", unsuccessful.code().wireName());
            span.fail(unsuccessful.code().wireName());
        }
    }
}
