package io.patchline.ingest.oauth;

import io.patchline.ingest.callbacks.DocumentClient;
import io.patchline.ingest.callbacks.DocumentClient.NoDocumentException;
import io.patchline.ingest.oauth.client.ClientRefusedException;

/** Documents about clients, by the rules of callbacks. */
final class FetchedDocuments {
    private final DocumentClient client;

    FetchedDocuments(DocumentClient client) {
        this.client = client;
    }

    byte[] document(String url) throws ClientRefusedException {
        try {
            return client.get(url);
        } catch (NoDocumentException e) {
            throw new ClientRefusedException("The document at the client's id cannot be had: " + e.why() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientRefusedException("The service is shutting down.");
        }
    }
}
