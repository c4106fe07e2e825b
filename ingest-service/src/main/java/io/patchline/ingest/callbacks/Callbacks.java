package io.patchline.ingest.callbacks;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.patch.CallbackUrl;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Callbacks in submissions: whether a patch may name this one. Off where there is no secret to sign with. */
@Singleton
public final class Callbacks {
    private static final long LOOKUP_SECONDS = 2;
    private static final String OFF =
            "This service sends no callbacks. Leave \"callback\" out and ask GET /v1/patches/<id>; or the operator sets "
                    + "patchline.callbacks.secret-file.";

    private final IngestConfig.Callbacks config;
    private final CallbackResolver destinations;

    public Callbacks(IngestConfig config) {
        this.config = config.callbacks();
        this.destinations = CallbackResolver.allowing(this.config.allow().orElse(Set.of()));
    }

    /**
     * Says before anything is started whether the configuration can be used.
     *
     * @throws IllegalArgumentException if not; the message says what to do
     */
    public static void check(IngestConfig config) {
        IngestConfig.Callbacks callbacks = config.callbacks();
        callbacks.secretFile().ifPresent(SigningSecrets::read);
        new Callbacks(config).configured();
        if (callbacks.url().isPresent() && callbacks.secretFile().isEmpty()) {
            throw new IllegalArgumentException(
                    "patchline.callbacks.url needs patchline.callbacks.secret-file: every callback is signed.");
        }
        if (callbacks.atOnce() < 1 || callbacks.perReceiver() < 1) {
            throw new IllegalArgumentException("patchline.callbacks.at-once and .per-receiver must be at least 1.");
        }
    }

    /** Where the outcome of a patch is sent that names no callback. */
    public Optional<CallbackUrl> configured() {
        return config.url().map(URI::toString).map(CallbackUrl::new);
    }

    /** For whoever looks after the service: {@code off}, {@code on}, or {@code on, to every patch}. */
    public String state() {
        if (config.secretFile().isEmpty()) {
            return "off";
        }
        return configured().isPresent() ? "on, to every patch" : "on";
    }

    /** Why a patch with this callback is not taken; empty if it is. A name that is not known now may be known when the patch is over. */
    public CompletionStage<Optional<String>> refusal(CallbackUrl url) {
        if (config.secretFile().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(OFF));
        }
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("callback-check")
                .start(() -> answer.complete(
                        destinations.of(url, 0) instanceof Destination.Refused refused
                                ? Optional.of(refused.why())
                                : Optional.empty()));
        return answer.completeOnTimeout(Optional.empty(), LOOKUP_SECONDS, TimeUnit.SECONDS);
    }
}
