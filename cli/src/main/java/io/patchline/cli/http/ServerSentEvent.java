package io.patchline.cli.http;

/**
 * One event of a stream (HTML standard, 9.2).
 *
 * @param id the place of the stream behind this event
 * @param name {@code message} if the stream names none
 * @param data its lines, joined; empty for a bare id, which only tells the place
 */
public record ServerSentEvent(String id, String name, String data) {}
