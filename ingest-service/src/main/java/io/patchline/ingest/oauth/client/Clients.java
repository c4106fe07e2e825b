package io.patchline.ingest.oauth.client;

import io.patchline.ingest.oauth.grant.GrantsUnavailableException;

/** Who a client id is. Safe for use by several threads. */
public final class Clients {
    private final ClientDocuments documents;
    private final Registrations registrations;

    public Clients(ClientDocuments documents, Registrations registrations) {
        this.documents = documents;
        this.registrations = registrations;
    }

    /**
     * The client of this id; blocks while its document is fetched.
     *
     * @throws ClientRefusedException if it is none
     * @throws GrantsUnavailableException if registrations cannot be checked at present
     */
    public Client find(String id) throws ClientRefusedException, GrantsUnavailableException {
        if (Registrations.isOne(id)) {
            return registrations
                    .find(id)
                    .orElseThrow(
                            () -> new ClientRefusedException(
                                    "This client is not registered here, or not any more. Remove it in the program that sent you here and add it again."));
        }
        if (ClientDocumentUrl.isOne(id)) {
            return documents.find(id);
        }
        throw new ClientRefusedException(
                "The client id is neither the address of a document about the client nor one that was given out here.");
    }
}
