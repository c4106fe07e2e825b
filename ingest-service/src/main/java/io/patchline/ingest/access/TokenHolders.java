package io.patchline.ingest.access;

import io.github.bucket4j.TimeMeter;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.http.RefusedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Those who hold tokens, for whoever gives out credentials that are bound to one. Wrong ones are counted by address. Safe for use by several threads. */
@Singleton
public final class TokenHolders {
    private final TokenAuthenticator authenticator;
    private final FailedAttempts attempts;
    private final ClientAddress clients;
    private final Clock clock;
    private final boolean keepAddresses;

    TokenHolders(TokenAuthenticator authenticator, IngestConfig config, Clock clock) {
        this.authenticator = authenticator;
        this.attempts = new FailedAttempts(config.access().failures(), TimeMeter.SYSTEM_NANOTIME);
        this.clients = new ClientAddress(
                config.access().proxies().orElse(List.of()), config.access().proxyHeader());
        this.clock = clock;
        this.keepAddresses = config.access().keepAddresses();
    }

    /**
     * Somebody with a token.
     *
     * @param binding which token it is: another one made under the same name has another. Tells nothing that helps to guess the token
     */
    public record Holder(Caller caller, String binding) {}

    /**
     * Whose token this is.
     *
     * @param address from which it was sent
     * @throws RefusedException if it lets nobody in, or too many wrong ones came from there
     */
    public Holder show(String token, InetAddress address) {
        Optional<AccessToken> holder = authenticator.holderOf(token);
        if (holder.isEmpty()) {
            throw attempts.failed(address, AuthenticationFailure.UNKNOWN);
        }
        if (holder.get().isExpired(clock.instant())) {
            throw attempts.failed(
                    address, new AuthenticationFailure("expired", "The token is right, but has expired."));
        }
        return holder(holder.get());
    }

    /** The holder of this very token, if it lets anybody in still. */
    public Optional<Holder> holderOf(String name, String binding) {
        return authenticator.tokens().stream()
                .filter(token -> token.name().equals(name) && !token.isExpired(clock.instant()))
                .map(TokenHolders::holder)
                .filter(holder -> Hmac.isSame(holder.binding(), binding))
                .findFirst();
    }

    /** A credential that is bound to a token let nobody in. Returns what to answer. */
    public RefusedException refused(InetAddress address, String detail) {
        return attempts.failed(address, new AuthenticationFailure("unknown", detail));
    }

    /** Where a request comes from. */
    public InetAddress addressOf(HttpServerRequest request) {
        InetAddress peer = Optional.ofNullable(request.remoteAddress().hostAddress())
                .flatMap(Network::address)
                .orElseGet(InetAddress::getLoopbackAddress);
        return clients.of(peer, request.headers().getAll(clients.header()));
    }

    /** The same caller with the address that the request comes from, where those are kept. */
    public Caller located(Caller caller, HttpServerRequest request) {
        return keepAddresses ? caller.at(addressOf(request).getHostAddress()) : caller;
    }

    private static Holder holder(AccessToken token) {
        String binding = HexFormat.of().formatHex(Hmac.of(token.sha256(), "patchline grant", new byte[0]));
        return new Holder(Caller.holding(token), binding);
    }
}
