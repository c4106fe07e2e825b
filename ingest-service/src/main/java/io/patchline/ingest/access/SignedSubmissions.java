package io.patchline.ingest.access;

import io.patchline.ingest.body.BodyReader;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises senders by their signature. A signature says nothing of the path it is sent to, so it is good for submitting patches, and for nothing
 * else (docs/decisions/0046).
 */
@Singleton
public final class SignedSubmissions {
    /** Where patches are submitted. */
    static final Set<String> DOORS = Set.of("/webhook", "/patch", "/api/patches");

    /** As many signed attempts as are remembered for ten minutes. */
    static final int MESSAGES = 100_000;

    private static final long SOON = 2;
    private static final int NOT_A_SUCCESS = 300;
    private static final Logger LOG = LoggerFactory.getLogger(SignedSubmissions.class);

    private final Optional<SignatureCheck> check;
    private final BodyReader bodies;
    private final ReplayCache seen;

    SignedSubmissions(IngestConfig config, BodyReader bodies, Clock clock) {
        this.check = config.access().sendersFile().map(file -> new SignatureCheck(new WebhookSigners(file), clock));
        this.bodies = bodies;
        this.seen = new ReplayCache(MESSAGES, clock);
    }

    /**
     * Who signed this request; empty if nobody did, or it is none that a signature is good for. Reads its body. Fails with
     * {@link RefusedException} where the signature is right and the request is refused all the same.
     */
    Optional<Uni<AuthenticationResult>> recognise(RoutingContext context) {
        boolean submission =
                context.request().method().equals(HttpMethod.POST) && DOORS.contains(context.normalizedPath());
        return submission
                ? check.flatMap(signatures -> Signature.in(context.request().headers())
                        .map(signature -> recognise(context, signatures, signature)))
                : Optional.empty();
    }

    private Uni<AuthenticationResult> recognise(
            RoutingContext context, SignatureCheck signatures, Signature signature) {
        Optional<AuthenticationFailure> refusal = signatures.refuseUnread(signature);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(new AuthenticationResult.Refused(refusal.get()));
        }
        Uni<Buffer> body = BodyReader.isUnread(context)
                ? bodies.ofStranger(context)
                : Uni.createFrom().item(Buffer.buffer());
        return body.map(bytes -> signatures
                .signer(signature, bytes.getBytes())
                .map(caller -> once(context, caller, signature))
                .orElseGet(() -> new AuthenticationResult.Refused(AuthenticationFailure.WRONG_SIGNATURE)));
    }

    private AuthenticationResult once(RoutingContext context, Caller caller, Signature signature) {
        if (!(signature instanceof Signature.StandardWebhooks signed)) {
            return new AuthenticationResult.Known(caller);
        }
        String attempt = caller.name() + " " + signed.message() + " " + signed.timestamp();
        return switch (seen.take(attempt, SignatureCheck.TOLERANCE.multipliedBy(2))) {
            case TAKEN -> {
                context.addEndHandler(end -> {
                    if (end.failed() || context.response().getStatusCode() >= NOT_A_SUCCESS) {
                        seen.giveBack(attempt);
                    }
                });
                yield new AuthenticationResult.Known(caller);
            }
            case REPLAYED -> throw replayed(caller);
            case FULL ->
                throw new RefusedException(
                        ProblemDetail.of(
                                ErrorCode.OVERLOADED,
                                "More signed messages come in than can be told from replays. Send the message again after the pause in Retry-After."),
                        SOON);
        };
    }

    private static RefusedException replayed(Caller caller) {
        LOG.atWarn().addKeyValue("sender", caller.name()).log("Signed message refused: it was taken before");
        return new RefusedException(
                ProblemDetail.of(
                        ErrorCode.REPLAYED,
                        "This very message, with this timestamp, was taken before. A retry is signed anew, with the same webhook-id and the time "
                                + "of the attempt."),
                0);
    }
}
