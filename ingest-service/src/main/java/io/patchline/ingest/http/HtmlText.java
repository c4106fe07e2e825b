package io.patchline.ingest.http;

/** Text in pages that this service writes itself. */
public final class HtmlText {
    private HtmlText() {}

    /** A text as HTML, in an element or in a quoted attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
