package io.patchline.ingest.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** ID tokens that are the provider's own, nearly its own, or not. */
final class IdTokenMaker {
    private static final String EVIL = "https://evil.example";

    private final String issuer;
    private final ECKey key = key("one");
    private final ECKey newer = key("two");
    private volatile boolean rotated;

    IdTokenMaker(String issuer) throws JOSEException {
        this.issuer = issuer;
    }

    /** From now on the newer key is published, and only that. */
    void rotate() {
        rotated = true;
    }

    JWK published() {
        return (rotated ? newer : key).toPublicJWK();
    }

    String make(IdTokenKind kind, String nonce) {
        try {
            JWTClaimsSet claims = claims(kind, nonce);
            byte[] publicKey = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
            byte[] secret = TestProvider.SECRET.repeat(2).getBytes(StandardCharsets.UTF_8);
            return switch (kind) {
                case UNSIGNED -> new PlainJWT(claims).serialize();
                case OTHER_KEY -> signed(claims, header(JWSAlgorithm.ES256, "one"), new ECDSASigner(key("one")));
                case UNKNOWN_KEY -> signed(claims, header(JWSAlgorithm.ES256, "none"), new ECDSASigner(newer));
                case NEW_KEY -> signed(claims, header(JWSAlgorithm.ES256, "two"), new ECDSASigner(newer));
                case SIGNED_WITH_PUBLIC_KEY ->
                    signed(claims, header(JWSAlgorithm.HS256, "one"), new MACSigner(publicKey));
                case SIGNED_WITH_SECRET -> signed(claims, header(JWSAlgorithm.HS256, "one"), new MACSigner(secret));
                case ACCESS_TOKEN ->
                    signed(
                            claims,
                            header(JWSAlgorithm.ES256, "one").type(new JOSEObjectType("at+jwt")),
                            new ECDSASigner(key));
                default -> signed(claims, header(JWSAlgorithm.ES256, "one"), new ECDSASigner(key));
            };
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private JWTClaimsSet claims(IdTokenKind kind, String nonce) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(TestProvider.CLIENT)
                .subject("subject-" + kind)
                .claim("nonce", nonce)
                .claim("groups", List.of("everybody", "developers"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
        return (switch (kind) {
                    case REVIEWER -> claims.claim("groups", "reviewers");
                    case IN_NO_GROUP -> claims.claim("groups", List.of("everybody", "<b>guests</b>"));
                    case WITHOUT_GROUPS -> claims.claim("groups", null);
                    case WITHOUT_NAME -> claims.subject(" ");
                    case OTHER_NONCE -> claims.claim("nonce", nonce + "x");
                    case WITHOUT_NONCE -> claims.claim("nonce", null);
                    case OTHER_ISSUER -> claims.issuer(EVIL);
                    case OTHER_AUDIENCE -> claims.audience("another");
                    case SEVERAL_AUDIENCES -> claims.audience(List.of(TestProvider.CLIENT, "another"));
                    case OTHER_PARTY -> claims.claim("azp", "another");
                    case EXPIRED -> claims.expirationTime(Date.from(now.minus(Duration.ofMinutes(2))));
                    case WITHOUT_END -> claims.expirationTime(null);
                    case OF_THE_FUTURE -> claims.issueTime(Date.from(now.plus(Duration.ofMinutes(3))));
                    default -> claims;
                })
                .build();
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String id) {
        return new JWSHeader.Builder(algorithm).keyID(id).type(JOSEObjectType.JWT);
    }

    private static String signed(JWTClaimsSet claims, JWSHeader.Builder header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header.build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static ECKey key(String id) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }
}
