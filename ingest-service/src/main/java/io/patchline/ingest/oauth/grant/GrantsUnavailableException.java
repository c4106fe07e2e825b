package io.patchline.ingest.oauth.grant;

/** The grants are not known at present, or what was to be written cannot be told to be written: the broker is away or slow. Passes by itself. */
public final class GrantsUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    GrantsUnavailableException(String why) {
        super(why);
    }
}
