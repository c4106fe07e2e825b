package io.patchline.recognition;

/** What a text is. */
public sealed interface Recognition {

    /**
     * A script for bash: nothing of it is a patch, or what is one stands in a here-document or in quotes of a script that does something with it.
     *
     * @param script the text as bash is to read it: without a byte order mark, with line feeds for line ends
     */
    record Command(String script) implements Recognition {}

    /**
     * A patch text that the patch engine reads. What stood around it (prose, a fence, a here-document, indentation …) is taken off.
     *
     * @param format how it is written
     * @param text the bare patch text, from its first line on
     * @param namesFiles whether it says which files it is about
     */
    record PatchText(PatchFormat format, String text, boolean namesFiles) implements Recognition {}

    /**
     * Neither: it must not be run, and cannot be applied without guessing.
     *
     * @param detail what was recognised and how to send it: a few sentences
     */
    record Unusable(String detail) implements Recognition {}
}
