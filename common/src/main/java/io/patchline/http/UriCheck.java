package io.patchline.http;

import io.patchline.outcome.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Answers requests whose path or query is not percent-encoded (RFC 3986, section 2.1) with 400 and the place, before anything routes, decodes or counts them. Safe for use by several threads.
 * The framework has such a check, whose answer is a status and nothing else, and which lets bytes beyond ASCII pass, to be read as other characters than were meant: {@link #replaceFrameworks()}.
 */
public final class UriCheck implements Handler<RoutingContext> {
    private static final String NO_CHECK_BY_QUARKUS = "vertx.disableURIValidation";

    /** Where Quarkus' metrics look, before anything else, for the path that a request is counted by. */
    private static final String COUNTED_BY = "UrlPathTemplate";

    private static final char LAST_OF_ASCII = '~';

    /** Of bytes that belong together. */
    private static final int MOST_SHOWN = 16;

    private static final String NO_URI = "/no-uri";

    /** Leaves this check to us: of a process that has a filter of this class, before Quarkus starts. */
    public static void replaceFrameworks() {
        System.setProperty(NO_CHECK_BY_QUARKUS, "true");
    }

    @Override
    public void handle(RoutingContext context) {
        faultIn(context.request().uri()).ifPresentOrElse(fault -> refuse(context, fault), context::next);
    }

    private static Optional<String> faultIn(String uri) {
        OptionalInt raw = IntStream.range(0, uri.length())
                .filter(i -> uri.charAt(i) > LAST_OF_ASCII)
                .findFirst();
        if (raw.isPresent()) {
            return Optional.of(detail(uri, raw.getAsInt()));
        }
        try {
            new URI(uri);
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of(detail(uri, e.getIndex()));
        }
    }

    private static void refuse(RoutingContext context, String fault) {
        countWithoutPath();
        new ProblemAnswer(400, ErrorCode.INVALID_REQUEST, fault).to(context);
    }

    /** Clients choose the path, and each would be a series for ever. */
    private static void countWithoutPath() {
        Context current = Vertx.currentContext();
        if (current != null) {
            current.putLocal(COUNTED_BY, NO_URI);
        }
    }

    private static String detail(String uri, int index) {
        if (index < 0 || index >= uri.length()) {
            return "The path and query of the request are no URI. Send a path that begins with one slash, percent-encoded.";
        }
        String place = "The path or query of the request is not percent-encoded: its character " + (index + 1) + " is ";
        String end =
                " Encode each part of the path and each name and value of the query, for example by curl -G --data-urlencode.";
        char character = uri.charAt(index);
        return character == '%'
                ? place + "a % without two hexadecimal digits behind it. Where it stands for itself, write %25." + end
                : place + encoded(uri, index) + " when it is encoded, and cannot be sent as it is." + end;
    }

    /** HTTP gives one character for each byte: those of one text beyond ASCII belong together. */
    private static String encoded(String uri, int from) {
        int to = from + 1;
        while (to < uri.length()
                && uri.charAt(from) > LAST_OF_ASCII
                && uri.charAt(to) > LAST_OF_ASCII
                && to - from < MOST_SHOWN) {
            to++;
        }
        byte[] bytes = uri.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
        return "%" + HexFormat.of().withUpperCase().withDelimiter("%").formatHex(bytes);
    }
}
