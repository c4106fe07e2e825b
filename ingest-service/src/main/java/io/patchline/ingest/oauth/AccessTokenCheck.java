package io.patchline.ingest.oauth;

import io.patchline.ingest.access.Caller;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Says what an OAuth access token opens. Safe for use by several threads. */
interface AccessTokenCheck {
    /**
     * Somebody whom a client acts for.
     *
     * @param grant id of what allowed it, for the log
     */
    record Access(Caller caller, String grant) {}

    /** Empty if the token lets nobody in; fails with {@link io.patchline.ingest.http.RefusedException} while that cannot be said. */
    Uni<Optional<Access>> check(String token);
}
