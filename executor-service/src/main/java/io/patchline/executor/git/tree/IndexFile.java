package io.patchline.executor.git.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads git's index without starting git (its format is gitformat-index(5)). */
final class IndexFile {
    private static final int SIGNATURE = 0x44495243; // DIRC
    private static final int HEADER = 12;
    private static final int MODE_AT = 24;
    private static final int HASH_AT = 40;
    private static final int LONG_NAME = 0xfff;
    private static final int EXTENDED = 0x4000;
    private static final int SUBMODULE = 0160000;

    private IndexFile() {}

    /** Whether an entry is a submodule. One that cannot be read here, of a later version for instance, may have any. */
    static boolean mayHaveSubmodules(Path index, int hashBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(index));
        if (bytes.limit() < HEADER || bytes.getInt(0) != SIGNATURE || bytes.getInt(4) < 2 || bytes.getInt(4) > 3) {
            return true;
        }
        int count = bytes.getInt(8);
        int at = HEADER;
        for (int entry = 0; entry < count; entry++) {
            int flagsAt = at + HASH_AT + hashBytes;
            if (flagsAt + 2 > bytes.limit() || (bytes.getInt(at + MODE_AT) & 0170000) == SUBMODULE) {
                return true;
            }
            int flags = bytes.getShort(flagsAt);
            int nameAt = flagsAt + ((flags & EXTENDED) == 0 ? 2 : 4);
            int end = nameAt + (flags & LONG_NAME);
            while ((flags & LONG_NAME) == LONG_NAME && end < bytes.limit() && bytes.get(end) != 0) {
                end++;
            }
            at += (end - at + 8) / 8 * 8; // 1 to 8 bytes of NUL
        }
        return false;
    }
}
