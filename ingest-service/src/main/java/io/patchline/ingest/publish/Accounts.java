package io.patchline.ingest.publish;

import io.patchline.trace.Tracing;
import io.patchline.transition.TransitionLog;

/** Where account is kept of what is published. */
public record Accounts(TransitionLog transitions, Tracing tracing, ConfirmMetrics confirms) {}
