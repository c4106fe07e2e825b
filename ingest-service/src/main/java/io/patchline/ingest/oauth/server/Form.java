package io.patchline.ingest.oauth.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters of a request, each of which is there once, other than those that are lists.
 *
 * @param values by name
 */
record Form(Map<String, List<String>> values) {
    static final String SCOPES = "consent_scope";
    private static final String OWN = "consent_";
    private static final Set<String> LISTS = Set.of("resource", SCOPES);

    /** One that is there more than once and must not be. (Source: RFC 6749, 3.1.) */
    Optional<String> repeated() {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && !LISTS.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    Optional<String> get(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Those of the authorization request, without what the consent page adds. */
    Map<String, List<String>> request() {
        Map<String, List<String>> request = new java.util.TreeMap<>(values);
        request.keySet().removeIf(name -> name.startsWith(OWN));
        return request;
    }
}
