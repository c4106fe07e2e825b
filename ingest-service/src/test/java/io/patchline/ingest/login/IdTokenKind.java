package io.patchline.ingest.login;

import java.util.Locale;

/** What the provider of the tests says of whoever logs in as this. */
public enum IdTokenKind {
    DEVELOPER,
    REVIEWER,
    IN_NO_GROUP,
    WITHOUT_GROUPS,
    WITHOUT_NAME,
    NEW_KEY,
    OTHER_KEY,
    UNKNOWN_KEY,
    UNSIGNED,
    SIGNED_WITH_PUBLIC_KEY,
    SIGNED_WITH_SECRET,
    ACCESS_TOKEN,
    OTHER_NONCE,
    WITHOUT_NONCE,
    OTHER_ISSUER,
    OTHER_AUDIENCE,
    SEVERAL_AUDIENCES,
    OTHER_PARTY,
    EXPIRED,
    WITHOUT_END,
    OF_THE_FUTURE,
    ABSENT,
    SLOW,
    HUGE,
    REDIRECTED,
    BROKEN;

    static IdTokenKind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
