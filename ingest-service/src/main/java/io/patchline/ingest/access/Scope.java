package io.patchline.ingest.access;

/** What a credential allows. None of them includes another. */
public final class Scope {
    /** Submit patches, and cancel them. */
    public static final String SUBMIT = "submit";

    /** Read the story of patches. */
    public static final String READ = "read";

    /** Replay and discard dead letters. */
    public static final String OPERATE = "operate";

    /** Judge commits that wait for a review. */
    public static final String REVIEW = "review";

    private Scope() {}
}
