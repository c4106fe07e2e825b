package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;

/**
 * One reason why an edit cannot be made.
 *
 * @param detail what is wrong, where, and how to put it right, for a person or a model to read
 */
public record Fault(ErrorCode code, String detail) {}
