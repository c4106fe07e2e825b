package io.patchline.ingest.oauth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks access tokens of an identity provider: signed with one of its keys by an asymmetric algorithm, from it, for us, not expired. (Sources: RFC 9068, 4; RFC 8725.)
 * Safe for use by several threads.
 */
public final class ProviderTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderTokens.class);

    private final ProviderKeys keys;
    private final URI issuer;
    private final Rules rules;

    /**
     * What its tokens mean here.
     *
     * @param audience that they have to name
     * @param scopeClaim claim with their scopes
     * @param nameClaim claim with who it is
     * @param scopes what in the claim gives which scope of ours: ours by theirs
     */
    public record Rules(String audience, String scopeClaim, String nameClaim, Map<String, String> scopes) {
        public Rules {
            scopes = Map.copyOf(scopes);
        }
    }

    /**
     * Somebody the provider vouches for.
     *
     * @param name by the claim for it
     * @param scopes of ours
     */
    public record Subject(String name, Set<String> scopes) {}

    public ProviderTokens(URI issuer, Rules rules) {
        this.keys = new ProviderKeys(issuer);
        this.issuer = issuer;
        this.rules = rules;
    }

    /**
     * Who sends this; empty if it lets nobody in. Blocks while keys are fetched.
     *
     * @throws IOException if the provider's keys cannot be had
     */
    public Optional<Subject> check(String token) throws IOException {
        try {
            JWTClaimsSet claims = processor().process(token, null);
            return Optional.ofNullable(claims.getClaim(rules.nameClaim()))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(name -> !name.isBlank())
                    .map(name -> new Subject(name, scopes(claims.getClaim(rules.scopeClaim()))));
        } catch (ParseException | BadJOSEException e) {
            LOG.atDebug().addKeyValue("cause", e.getMessage()).log("A token of the identity provider is refused");
            return Optional.empty();
        } catch (JOSEException e) {
            throw new IOException("the identity provider's keys cannot be had", e);
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor() throws IOException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(ProviderSignatures.by(keys.source()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                rules.audience(),
                new JWTClaimsSet.Builder().issuer(issuer.toString()).build(),
                Set.of("exp", rules.nameClaim())));
        return processor;
    }

    /** Scopes that are none of ours are the provider's own business. */
    private Set<String> scopes(Object claim) {
        List<String> theirs = claim instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.asList(String.valueOf(claim).split(" ", -1));
        Set<String> ours = new HashSet<>();
        theirs.forEach(scope -> Optional.ofNullable(rules.scopes().get(scope)).ifPresent(ours::add));
        return ours;
    }
}
