package io.patchline.ingest.access;

import java.util.List;

/**
 * Something that the service does, and for whom.
 *
 * @param path with its parameters filled in
 * @param scope which a credential needs for it
 */
record Operation(String method, String path, String scope) {
    static final List<Operation> ALL = List.of(
            new Operation("POST", "/webhook", Scope.SUBMIT),
            new Operation("POST", "/patch", Scope.SUBMIT),
            new Operation("POST", "/api/patches", Scope.SUBMIT),
            new Operation("GET", "/v1/patches/some-id", Scope.READ));

    @Override
    public String toString() {
        return method + " " + path;
    }
}
