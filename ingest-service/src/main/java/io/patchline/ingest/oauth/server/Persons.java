package io.patchline.ingest.oauth.server;

import java.util.Optional;
import java.util.Set;

/** Those who hold a token of Patchline. */
public interface Persons {
    /**
     * Somebody who showed a token.
     *
     * @param name of the token
     * @param binding of that very token, without telling anything of its text
     * @param scopes that it has now
     */
    record Person(String name, String binding, Set<String> scopes) {
        public Person {
            scopes = Set.copyOf(scopes);
        }
    }

    /** What came of showing a token. */
    sealed interface Shown {
        record Known(Person person) implements Shown {}

        /**
         * It lets nobody in.
         *
         * @param detail for whoever showed it
         * @param retryAfterSeconds where too many wrong ones were shown; otherwise 0
         */
        record Refused(String detail, long retryAfterSeconds) implements Shown {}
    }

    /**
     * Whose token this is; wrong ones are counted.
     *
     * @param address from which it was shown
     */
    Shown show(String token, String address);

    /** Who has the token of this name, if it is still this very one and has not expired. */
    Optional<Person> holderOf(String name, String binding);
}
