package io.patchline.recognition;

/** The formats of a patch text that the patch engine reads. */
public enum PatchFormat {
    /** As {@code git diff}, {@code diff -u} and {@code hg export} write it. */
    UNIFIED,
    /** As OpenAI's {@code apply_patch} takes it, from {@code *** Begin Patch} to {@code *** End Patch}. */
    V4A,
    /** Blocks of {@code <<<<<<< SEARCH}, {@code =======} and {@code >>>>>>> REPLACE}, as aider and Cline write them. */
    SEARCH_REPLACE,
}
