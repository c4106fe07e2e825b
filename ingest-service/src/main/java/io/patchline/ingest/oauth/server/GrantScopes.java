package io.patchline.ingest.oauth.server;

import io.patchline.ingest.access.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scopes that clients may ask for: those of tokens. */
public final class GrantScopes {
    /** In the order in which they are shown. */
    public static final List<String> ALL = List.of(Scope.READ, Scope.SUBMIT, Scope.OPERATE);

    /** What a client asks for that does not say. */
    private static final Set<String> DEFAULT = Set.of(Scope.READ, Scope.SUBMIT);

    /** Asks for a refresh token, which everybody gets. */
    private static final String OFFLINE = "offline_access";

    private static final Map<String, String> ALLOWS = Map.of(
            Scope.READ, "see patches: their story, output and lists",
            Scope.SUBMIT, "send patches, which run commands and change files, and cancel them",
            Scope.OPERATE, "replay and discard what failed, revert what was done");

    private GrantScopes() {}

    /** What it allows, for a person. */
    static String meaning(String scope) {
        return ALLOWS.getOrDefault(scope, scope);
    }

    /** What is asked for; empty if that is something that there is not. */
    static Optional<Set<String>> asked(com.nimbusds.oauth2.sdk.@org.jspecify.annotations.Nullable Scope scope) {
        Set<String> asked = new LinkedHashSet<>(scope == null ? List.of() : scope.toStringList());
        asked.remove(OFFLINE);
        if (!ALL.containsAll(asked)) {
            return Optional.empty();
        }
        return Optional.of(asked.isEmpty() ? DEFAULT : asked);
    }
}
