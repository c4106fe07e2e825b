package io.patchline.executor.ledger;

import io.patchline.outcome.Outcome;
import java.time.Instant;

/**
 * What the ledger keeps of a run that is over.
 *
 * @param attempt the number of the last attempt, from 1
 * @param executor who made it
 */
public record RunRecord(Outcome outcome, int attempt, String executor, Instant finishedAt) {}
