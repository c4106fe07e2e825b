package io.patchline.outcome;

/**
 * One thing that is wrong, where, and what to do about it.
 *
 * @param pointer the place in the submitted JSON (RFC 6901), empty for the whole of it
 * @param detail what is wrong and how to put it right, for a person or a model to read
 */
public record Problem(ErrorCode code, String pointer, String detail) {}
