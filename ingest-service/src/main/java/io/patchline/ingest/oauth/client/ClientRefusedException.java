package io.patchline.ingest.oauth.client;

/** A client that is none, or not one that can be served; the message is for a person and says what to do. */
public final class ClientRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    public ClientRefusedException(String why) {
        this(why, false);
    }

    ClientRefusedException(String why, boolean passing) {
        super(why);
        this.passing = passing;
    }

    /** What is wrong. */
    public String why() {
        return String.valueOf(getMessage());
    }

    /** Whether it may be another way in a while: a document that cannot be had now. */
    public boolean isPassing() {
        return passing;
    }
}
