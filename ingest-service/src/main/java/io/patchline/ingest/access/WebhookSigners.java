package io.patchline.ingest.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The senders in the file of senders and their secrets, read again when one of these files has changed. Safe for use by several threads. */
final class WebhookSigners {
    private final ReloadingFile<List<WebhookSigner>> senders;

    /**
     * @throws IllegalArgumentException if the file or a secret cannot be read; the message says where
     */
    WebhookSigners(Path file) {
        this.senders = new ReloadingFile<>(
                "senders",
                () -> CredentialFile.read("file of senders", file, line -> WebhookSigner.parse(line, file)),
                read -> files(file, read));
    }

    List<WebhookSigner> of(SignatureKind kind) {
        return senders.get().stream().filter(sender -> sender.kind() == kind).toList();
    }

    private static List<Path> files(Path file, List<WebhookSigner> senders) {
        List<Path> files = new ArrayList<>(List.of(file));
        senders.forEach(sender -> files.addAll(sender.secrets()));
        return files;
    }
}
