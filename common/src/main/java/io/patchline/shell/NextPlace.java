package io.patchline.shell;

/** Where something stands next in a text that is read from its beginning to its end: however often that is asked, the text is searched once. For one thread. */
final class NextPlace {
    private final String text;
    private final String sought;
    private int found = -1;

    NextPlace(String text, String sought) {
        this.text = text;
        this.sought = sought;
    }

    /**
     * The first place that is not before this one; the text's length if there is none.
     *
     * @param at never less than it was
     */
    int from(int at) {
        if (found < at) {
            int next = text.indexOf(sought, at);
            found = next < 0 ? text.length() : next;
        }
        return found;
    }
}
