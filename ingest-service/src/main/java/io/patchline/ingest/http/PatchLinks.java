package io.patchline.ingest.http;

import io.patchline.patch.PatchId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where more is to be had of a patch.
 *
 * @param self its story
 * @param patch the patch as it was submitted
 * @param output what its commands wrote
 */
public record PatchLinks(URI self, URI patch, URI output) {

    public static PatchLinks of(PatchId id) {
        URI self = self(id);
        return new PatchLinks(self, URI.create(self + "/patch"), URI.create(self + "/output"));
    }

    /** The path of a patch's story. The id is one segment of it, whatever characters it has. */
    public static URI self(PatchId id) {
        String segment = URLEncoder.encode(id.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create("/v1/patches/" + segment);
    }
}
