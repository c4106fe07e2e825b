package io.patchline.executor.git.tree;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads git's index without starting git (its format is gitformat-index(5)), one entry after the other: a tree may have any number of files. */
final class IndexFile {
    private static final int BUFFER = 1 << 16;
    private static final int SIGNATURE = 0x44495243; // DIRC
    private static final int MODE_AT = 24;
    private static final int HASH_AT = 40;
    private static final int LONG_NAME = 0xfff;
    private static final int EXTENDED = 0x4000;
    private static final int SUBMODULE = 0160000;

    private IndexFile() {}

    /** Whether an entry is a submodule. One that cannot be read here, of a later version for instance, may have any. */
    static boolean mayHaveSubmodules(Path index, int hashBytes) throws IOException {
        try (DataInputStream bytes =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(index), BUFFER))) {
            int signature = bytes.readInt();
            int version = bytes.readInt();
            if (signature != SIGNATURE || version < 2 || version > 3) {
                return true;
            }
            int count = bytes.readInt();
            for (int entry = 0; entry < count; entry++) {
                if (isSubmodule(bytes, hashBytes)) {
                    return true;
                }
            }
            return false;
        } catch (EOFException e) {
            return true;
        }
    }

    /** Whether the next entry is one, which is read to its end. */
    private static boolean isSubmodule(DataInputStream bytes, int hashBytes) throws IOException {
        bytes.skipNBytes(MODE_AT);
        int mode = bytes.readInt();
        bytes.skipNBytes(HASH_AT - MODE_AT - Integer.BYTES + hashBytes);
        int flags = bytes.readUnsignedShort();
        int name = flags & LONG_NAME;
        int size = HASH_AT + hashBytes + Short.BYTES + name;
        if ((flags & EXTENDED) != 0) {
            bytes.skipNBytes(Short.BYTES);
            size += Short.BYTES;
        }
        bytes.skipNBytes(name);
        int nuls = 0;
        if (name == LONG_NAME) {
            while (bytes.readByte() != 0) {
                size++;
            }
            nuls = 1;
        }
        bytes.skipNBytes(8 - size % 8 - nuls); // 1 to 8 bytes of NUL
        return (mode & 0170000) == SUBMODULE;
    }
}
