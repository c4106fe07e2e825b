package io.patchline.cli.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.http.ApiClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A list of the API, read page by page. */
public record Pages(ApiClient api, String path, String field, Map<String, Optional<String>> filter) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    /**
     * The first so many, fewer if there are no more.
     *
     * @param limit at least 1
     */
    public ArrayNode first(int limit) {
        if (limit < 1) {
            throw CommandException.usage("--limit is at least 1");
        }
        ArrayNode all = JSON.createArrayNode();
        Optional<String> cursor = Optional.empty();
        do {
            JsonNode page = api.get(path + "?" + query(Math.min(PAGE, limit - all.size()), cursor))
                    .json();
            page.path(field).forEach(all::add);
            cursor = next(page);
        } while (cursor.isPresent() && all.size() < limit);
        return all;
    }

    /** Patches and acts call it next_cursor, dead letters and lanes next. */
    private static Optional<String> next(JsonNode page) {
        return Stream.of("next_cursor", "next")
                .filter(page::hasNonNull)
                .findFirst()
                .map(name -> page.path(name).asText());
    }

    private String query(int limit, Optional<String> cursor) {
        StringBuilder query = new StringBuilder("limit=" + limit);
        filter.forEach((name, value) -> value.ifPresent(text -> add(query, name, text)));
        cursor.ifPresent(text -> add(query, "cursor", text));
        return query.toString();
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
