package io.patchline.ingest.oauth.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.ingest.oauth.grant.RegistrationKeys;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minidev.json.JSONObject;

/**
 * Clients that register themselves. Nothing is kept of them: the id holds what was registered, signed, so that strangers who register fill nothing, and any
 * replica knows the id after any restart. (Source: RFC 7591, appendix A.5.2.) Safe for use by several threads.
 */
public final class Registrations {
    /** An id is part of an address, whose line may have 8 KiB. */
    private static final int LONGEST_ID = 2_000;

    private static final String PREFIX = "reg_";
    private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.HS256);

    private final RegistrationKeys keys;

    public Registrations(RegistrationKeys keys) {
        this.keys = keys;
    }

    /** What came of an attempt. */
    public sealed interface Result {
        /** A client that is known from now on. */
        record Registered(Client client) implements Result {}

        /** An error of RFC 7591, 3.2.2. */
        record Refused(ErrorObject error) implements Result {}
    }

    /** Registers a client by what it says of itself. */
    public Result register(JSONObject metadata) throws GrantsUnavailableException {
        try {
            ClientDescription described = ClientDescription.of(metadata);
            String id = sign(described);
            return id.length() > LONGEST_ID
                    ? refused(
                            RegistrationError.INVALID_REDIRECT_URI,
                            "name and redirect URIs are too long together: leave some out")
                    : new Result.Registered(new Client(id, described.name(), described.redirectUris()));
        } catch (ClientDescription.RefusedException e) {
            return refused(
                    e.isRedirectUri()
                            ? RegistrationError.INVALID_REDIRECT_URI
                            : RegistrationError.INVALID_CLIENT_METADATA,
                    e.why());
        }
    }

    static boolean isOne(String id) {
        return id.startsWith(PREFIX) && id.length() <= LONGEST_ID;
    }

    /** The client that was registered under this id; empty if none was. */
    Optional<Client> find(String id) throws GrantsUnavailableException {
        try {
            JWSObject signed = JWSObject.parse(id.substring(PREFIX.length()));
            if (!HEADER.getAlgorithm().equals(signed.getHeader().getAlgorithm()) || !isOurs(signed)) {
                return Optional.empty();
            }
            Map<String, Object> held = signed.getPayload().toJSONObject();
            return held == null ? Optional.empty() : Optional.of(client(id, held));
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static Client client(String id, Map<String, Object> held) {
        List<?> uris = held.get("r") instanceof List<?> list ? list : List.of();
        return new Client(
                id,
                String.valueOf(held.get("n")),
                uris.stream().map(String::valueOf).toList());
    }

    private boolean isOurs(JWSObject signed) throws GrantsUnavailableException, JOSEException {
        for (String key : keys.all()) {
            if (signed.verify(new MACVerifier(bytes(key)))) {
                return true;
            }
        }
        return false;
    }

    private String sign(ClientDescription described) throws GrantsUnavailableException {
        JWSObject signed =
                new JWSObject(HEADER, new Payload(Map.of("n", described.name(), "r", described.redirectUris())));
        try {
            signed.sign(new MACSigner(bytes(keys.all().getFirst())));
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
        return PREFIX + signed.serialize();
    }

    private static byte[] bytes(String key) {
        return Base64.getUrlDecoder().decode(key);
    }

    private static Result refused(ErrorObject error, String why) {
        return new Result.Refused(error.setDescription(why));
    }
}
