package io.patchline.ingest.oauth.client;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import net.minidev.json.JSONObject;

/**
 * Clients that are described at the address that is their id. The documents are fetched by the rules of callbacks, are small, and are remembered for a while.
 * (Source: draft-ietf-oauth-client-id-metadata-document.) Safe for use by several threads.
 */
public final class ClientDocuments {
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_REMEMBERED = 500;

    /** A client that changes its redirect URIs is believed after this. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Fetch fetch;
    private final Clock clock;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Map<String, Remembered> remembered = new LinkedHashMap<>();

    /** Gets a document from an address that a stranger chose. */
    @FunctionalInterface
    public interface Fetch {
        /**
         * @return the document, which answered with 200 and is called JSON
         * @throws ClientRefusedException if it cannot be had
         */
        byte[] document(String url) throws ClientRefusedException;
    }

    private record Remembered(Client client, Instant until) {}

    public ClientDocuments(Fetch fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * The client of this id; blocks while its document is fetched.
     *
     * @throws ClientRefusedException if there is no document, or not one of a client that can be served
     */
    Client find(String id) throws ClientRefusedException {
        Instant now = clock.instant();
        synchronized (remembered) {
            Remembered known = remembered.get(id);
            if (known != null && now.isBefore(known.until())) {
                return known.client();
            }
        }
        Client client = read(id, fetched(id));
        synchronized (remembered) {
            remembered.remove(id);
            remembered.put(id, new Remembered(client, now.plus(REMEMBERED)));
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        return client;
    }

    private byte[] fetched(String id) throws ClientRefusedException {
        if (!room.tryAcquire()) {
            throw new ClientRefusedException("Too many clients are being looked up. Try again in a moment.", true);
        }
        try {
            return fetch.document(id);
        } finally {
            room.release();
        }
    }

    private static Client read(String id, byte[] document) throws ClientRefusedException {
        try {
            JSONObject json = JSONObjectUtils.parse(new String(document, StandardCharsets.UTF_8));
            if (!id.equals(json.get("client_id"))) {
                throw new ClientRefusedException("The document at the client's id says client_id of another one.");
            }
            if (json.containsKey("client_secret")) {
                throw new ClientRefusedException("The document at the client's id holds a secret, which is then none.");
            }
            if (!ClientAuthenticationMethod.NONE.equals(
                    ClientDescription.authentication(json).orElse(ClientAuthenticationMethod.NONE))) {
                throw new ClientRefusedException(
                        "The client wants to authenticate by a secret or a key; here it is known by where codes "
                                + "may be sent, and token_endpoint_auth_method is none.");
            }
            ClientDescription described = ClientDescription.of(json);
            return new Client(id, described.name(), described.redirectUris());
        } catch (ParseException e) {
            throw new ClientRefusedException("The document at the client's id is no JSON object.");
        } catch (ClientDescription.RefusedException e) {
            throw new ClientRefusedException("The document at the client's id cannot be used: " + e.why() + ".");
        }
    }
}
