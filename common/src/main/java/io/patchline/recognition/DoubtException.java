package io.patchline.recognition;

/** A patch text cannot be taken out of what stands around it without guessing. */
final class DoubtException extends Exception {
    private static final long serialVersionUID = 1;

    private final String detail;

    DoubtException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is in doubt and how to send it. */
    String detail() {
        return detail;
    }
}
