package io.patchline.ingest.status;

import io.patchline.patch.PatchId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where more is to be had of a patch.
 *
 * @param self its story
 */
public record PatchLinks(URI self) {

    public static PatchLinks of(PatchId id) {
        return new PatchLinks(self(id));
    }

    /** The path of a patch's story. The id is one segment of it, whatever characters it has. */
    public static URI self(PatchId id) {
        String segment = URLEncoder.encode(id.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create("/v1/patches/" + segment);
    }
}
