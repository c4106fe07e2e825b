package io.patchline.bench;

import java.util.List;

/**
 * One line of a table.
 *
 * @param where the point that was measured, such as {@code 64 connections, 1 KiB}
 * @param median of the turns
 * @param turns as they were measured, in order
 */
record Row(String where, String contender, Sample median, List<Sample> turns) {}
