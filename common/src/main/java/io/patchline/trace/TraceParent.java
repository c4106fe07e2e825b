package io.patchline.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a trace, as the header {@value #HEADER} carries it over HTTP and AMQP. (Source: W3C Trace Context, and its draft for AMQP.)
 *
 * @param traceId 32 hexadecimal digits, not all 0
 * @param spanId 16 hexadecimal digits, not all 0
 * @param sampled whether its spans are collected
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
    /** The header's name. */
    public static final String HEADER = "traceparent";

    /** Versions after 00 may have more fields; ff is none. */
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)(?<version>[0-9a-f]{2})-(?<trace>(?!0{32})[0-9a-f]{32})-(?<span>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?");

    private static final int LONGEST = 200;
    private static final int SAMPLED = 1;

    /** Reads a header; empty for what is none, which is to be treated as if it were not there. */
    public static Optional<TraceParent> parse(String header) {
        if (header.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(header);
        if (!parts.matches() || (parts.group("version").equals("00") && parts.group("more") != null)) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group("flags"), 16) & SAMPLED) != 0;
        return Optional.of(new TraceParent(parts.group("trace"), parts.group("span"), sampled));
    }

    /** As the header has it. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
