package io.patchline.ingest.status;

import io.patchline.broker.PatchMessage;
import io.patchline.patch.Lane;
import java.time.Instant;
import java.util.Optional;

/**
 * What the view keeps of a patch's own message.
 *
 * @param fingerprint the hash of its content
 * @param source the name of the credential that it came with
 */
public record Origin(
        String fingerprint,
        Lane lane,
        Optional<String> role,
        Optional<String> targetFile,
        Optional<String> description,
        Instant acceptedAt,
        String source) {

    static Origin of(PatchMessage message) {
        return new Origin(
                message.fingerprint(),
                message.patch().lane(),
                message.patch().role(),
                message.patch().targetFile(),
                message.patch().description(),
                message.acceptedAt(),
                message.source());
    }
}
