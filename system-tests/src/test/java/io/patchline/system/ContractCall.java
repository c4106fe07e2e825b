package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.system.ApiDocument.Operation;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A call of an operation, put together and then spoilt in one place.
 *
 * @param id what stands in the path for {@code {id}}, encoded already
 * @param query encoded already
 * @param expected what the answer must be besides declared
 */
record ContractCall(
        Operation operation,
        String method,
        String id,
        List<String> query,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        Expected expected) {

    enum Expected {
        /** It is just as the document says that it may be. */
        SUCCESS,
        /** What is wrong with it, if anything, is for the service to say. */
        ANY,
        /** The document does not allow it. */
        REFUSAL,
        /** It may be another operation's, or none's. */
        NO_DEFECT
    }

    ContractCall(Operation operation, String id, List<Map.Entry<String, String>> headers, byte[] body) {
        this(operation, operation.method(), id, List.of(), headers, body, Expected.SUCCESS);
    }

    ContractCall expecting(Expected other) {
        return new ContractCall(operation, method, id, query, headers, body, other);
    }

    ContractCall byMethod(String other) {
        return new ContractCall(operation, other, id, query, headers, body, expected);
    }

    ContractCall of(String otherId) {
        return new ContractCall(operation, method, otherId, query, headers, body, expected);
    }

    ContractCall saying(byte[] other) {
        return new ContractCall(operation, method, id, query, headers, other, expected);
    }

    ContractCall saying(JsonNode json) {
        return saying(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    ContractCall header(String name, String value) {
        return new ContractCall(operation, method, id, query, with(headers, Map.entry(name, value)), body, expected);
    }

    ContractCall withoutHeader(String name) {
        List<Map.Entry<String, String>> others =
                headers.stream().filter(header -> !header.getKey().equals(name)).toList();
        return new ContractCall(operation, method, id, query, others, body, expected);
    }

    ContractCall query(String name, String value) {
        return rawQuery(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    ContractCall rawQuery(String encoded) {
        return new ContractCall(operation, method, id, with(query, encoded), headers, body, expected);
    }

    RawHttp.Request request() {
        String path = operation.path().replace("{id}", id);
        return new RawHttp.Request(
                method,
                query.isEmpty() ? path : path + "?" + query.stream().collect(Collectors.joining("&")),
                headers,
                body);
    }

    /** Whether it is sent to what is a URI. */
    boolean hasAddress() {
        try {
            return new URI(request().target()).getRawPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return List.copyOf(longer);
    }
}
