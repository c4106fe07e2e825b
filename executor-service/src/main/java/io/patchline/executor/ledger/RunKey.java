package io.patchline.executor.ledger;

import io.patchline.patch.PatchId;

/**
 * What a claim is for.
 *
 * @param run the number of the run, from 1
 */
public record RunKey(PatchId patch, int run) {}
