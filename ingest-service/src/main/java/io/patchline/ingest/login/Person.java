package io.patchline.ingest.login;

import java.util.Set;

/**
 * Somebody whom the provider vouches for.
 *
 * @param name in the log, with acts and patches; of no token
 * @param scopes of ours, one at least
 */
public record Person(String name, Set<String> scopes) {
    public Person {
        scopes = Set.copyOf(scopes);
    }
}
