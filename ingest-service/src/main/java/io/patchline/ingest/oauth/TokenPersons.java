package io.patchline.ingest.oauth;

import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.oauth.server.Persons;
import java.net.InetAddress;
import java.util.Optional;

/** Those in the file of tokens. */
final class TokenPersons implements Persons {
    private final TokenHolders holders;

    TokenPersons(TokenHolders holders) {
        this.holders = holders;
    }

    @Override
    public Shown show(String token, String address) {
        InetAddress from = Network.address(address).orElseGet(InetAddress::getLoopbackAddress);
        try {
            return new Shown.Known(person(holders.show(token, from)));
        } catch (RefusedException e) {
            return new Shown.Refused(e.problem().detail(), e.retryAfterSeconds());
        }
    }

    @Override
    public Optional<Person> holderOf(String name, String binding) {
        return holders.holderOf(name, binding).map(TokenPersons::person);
    }

    private static Person person(TokenHolders.Holder holder) {
        return new Person(
                holder.caller().name(), holder.binding(), holder.caller().scopes());
    }
}
