package io.patchline.ingest.access;

import io.patchline.http.UnreadBody;
import io.patchline.ingest.ElapsedTime;
import io.patchline.ingest.IngestConfig;
import io.patchline.ingest.ProblemDetail;
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
    static final Set<String> DOORS = Set.of("/webhook", "/patch", "/api/patches");

    /** As many signed attempts as are remembered for ten minutes. */
    static final int MESSAGES = 100_000;

    private static final long SOON = 2;
    private static final int NOT_A_SUCCESS = 300;
    private static final Logger LOG = LoggerFactory.getLogger(SignedSubmissions.class);

    private final Optional<SignatureCheck> check;
    private final Bodies bodies;
    private final LargeBodies large;
    private final SeenMessages seen;

    SignedSubmissions(IngestConfig config, Bodies bodies, LargeBodies large, Clock clock) {
        this.large = large;
        this.check = config.access().sendersFile().map(file -> new SignatureCheck(new Senders(file), clock));
        this.bodies = bodies;
        this.seen = new SeenMessages(MESSAGES, new ElapsedTime());
    }

    /**
     * Who signed this request; empty if nobody did, or it is none that a signature is good for. Reads its body. Fails with
     * {@link RefusedException} where the signature is right and the request is refused all the same.
     *
     * @param address where the request comes from
     */
    Optional<Uni<Recognition>> recognise(RoutingContext context, InetAddress address) {
        boolean submission =
                context.request().method().equals(HttpMethod.POST) && DOORS.contains(context.normalizedPath());
        return submission
                ? check.flatMap(signatures -> Signature.in(context.request().headers())
                        .map(signature -> recognise(context, address, signatures, signature)))
                : Optional.empty();
    }

    private Uni<Recognition> recognise(
            RoutingContext context, InetAddress address, SignatureCheck signatures, Signature signature) {
        Optional<Refusal> refusal = signatures.refuseUnread(signature);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(new Recognition.Refused(refusal.get()));
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
                .map(signer -> signer.map(visitor -> once(context, visitor, signature))
                        .orElseGet(() -> new Recognition.Refused(Refusal.WRONG_SIGNATURE)));
    }

    private static RefusedException overloaded(String why) {
        return new RefusedException(
                ProblemDetail.of(ErrorCode.OVERLOADED, why + " Send the message again after the pause in Retry-After."),
                SOON);
    }

    private Recognition once(RoutingContext context, Visitor visitor, Signature signature) {
        if (!(signature instanceof Signature.StandardWebhooks signed)) {
            return new Recognition.Known(visitor);
        }
        String attempt = visitor.name() + " " + signed.message() + " " + signed.timestamp();
        return switch (seen.take(attempt, SignatureCheck.TOLERANCE.multipliedBy(2))) {
            case TAKEN -> {
                context.addEndHandler(end -> {
                    if (end.failed() || context.response().getStatusCode() >= NOT_A_SUCCESS) {
                        seen.giveBack(attempt);
                    }
                });
                yield new Recognition.Known(visitor);
            }
            case REPLAYED -> throw replayed(visitor);
            case FULL -> throw overloaded("More signed messages come in than can be told from replays.");
        };
    }

    private static RefusedException replayed(Visitor visitor) {
        LOG.atWarn().addKeyValue("sender", visitor.name()).log("Signed message refused: it was taken before");
        return new RefusedException(
                ProblemDetail.of(
                        ErrorCode.REPLAYED,
                        "This very message, with this timestamp, was taken before. A retry is signed anew, with the same webhook-id and the time "
                                + "of the attempt."),
                0);
    }
}
