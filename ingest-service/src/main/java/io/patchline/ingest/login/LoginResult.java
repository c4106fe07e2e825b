package io.patchline.ingest.login;

/** What came of a login. Details are for the person who logs in: they say what to do and hold no secret. */
public sealed interface LoginResult {
    /** They are in. */
    record LoggedIn(Person person) implements LoginResult {}

    /** The provider vouches for somebody who may do nothing here. */
    record NotAllowed(String detail) implements LoginResult {}

    /** What came back from the browser is wrong: it was used before, is too old, or of somebody else's making. */
    record Wrong(String detail) implements LoginResult {}

    /** The provider and this service do not understand each other; an operator mends it. */
    record Unusable(String detail) implements LoginResult {}

    /** The provider does not answer. */
    record Away() implements LoginResult {}
}
