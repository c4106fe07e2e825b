package io.patchline.ingest.access;

import io.patchline.http.UnreadBody;
import io.patchline.ingest.ElapsedTime;
import io.patchline.ingest.body.BodyReader;
import io.patchline.ingest.body.LargeBodies;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises senders by their signature. A signature says nothing of the path it is sent to, so it is good for submitting patches, and for nothing
 * else (docs/decisions/0046).
 */
@Singleton
public final class SignedSubmissions {
    /** Where patches are submitted. */
    static final Set<String> SUBMISSION_PATHS = Set.of("/webhook", "/patch", "/api/patches");

    /** As many signed attempts as are remembered for ten minutes. */
    static final int MESSAGES = 100_000;

    private static final long SOON = 2;
    private static final int NOT_A_SUCCESS = 300;
    private static final Logger LOG = LoggerFactory.getLogger(SignedSubmissions.class);

    private final Optional<SignatureCheck> check;
    private final BodyReader bodies;
    private final LargeBodies large;
    private final ReplayCache seen;

    SignedSubmissions(IngestConfig config, BodyReader bodies, LargeBodies large, Clock clock) {
        this.large = large;
        this.check = config.access().sendersFile().map(file -> new SignatureCheck(new WebhookSigners(file), clock));
        this.bodies = bodies;
        this.seen = new ReplayCache(MESSAGES, new ElapsedTime());
    }

    /**
     * Who signed this request; empty if nobody did, or it is none that a signature is good for. Reads its body. Fails with
     * {@link RefusedException} where the signature is right and the request is refused all the same.
     *
     * @param address where the request comes from
     */
    Optional<Uni<AuthenticationResult>> recognise(RoutingContext context, InetAddress address) {
        boolean submission = context.request().method().equals(HttpMethod.POST)
                && SUBMISSION_PATHS.contains(context.normalizedPath());
        return submission
                ? check.flatMap(signatures -> Signature.in(context.request().headers())
                        .map(signature -> recognise(context, address, signatures, signature)))
                : Optional.empty();
    }

    private Uni<AuthenticationResult> recognise(
            RoutingContext context, InetAddress address, SignatureCheck signatures, Signature signature) {
        Optional<AuthenticationFailure> refusal = signatures.refuseUnread(signature);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(new AuthenticationResult.Refused(refusal.get()));
        }
        Uni<Buffer> body = UnreadBody.isIn(context)
                ? bodies.ofStranger(context, address)
                : Uni.createFrom().item(Buffer.buffer());
        Context eventLoop = context.vertx().getOrCreateContext();
        return body.chain(bytes -> Uni.createFrom()
                        .completionStage(() ->
                                large.compute(bytes.length(), () -> signatures.signer(signature, bytes.getBytes()))))
                .emitOn(task -> eventLoop.runOnContext(any -> task.run()))
                .onFailure(RejectedExecutionException.class)
                .transform(busy -> overloaded("More large bodies are being checked than may wait."))
                .map(signer -> signer.map(caller -> once(context, caller, signature))
                        .orElseGet(() -> new AuthenticationResult.Refused(AuthenticationFailure.WRONG_SIGNATURE)));
    }

    private static RefusedException overloaded(String why) {
        return new RefusedException(
                ProblemDetail.of(ErrorCode.OVERLOADED, why + " Send the message again after the pause in Retry-After."),
                SOON);
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
            case FULL -> throw overloaded("More signed messages come in than can be distinguished from replays.");
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
