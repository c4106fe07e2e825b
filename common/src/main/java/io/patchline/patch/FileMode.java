package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A file's permission bits, from 0 to 0777: set-user-id, set-group-id and sticky bits are not for patches to give. */
public record FileMode(int bits) {
    private static final int ALL = 0777;

    /**
     * @throws IllegalArgumentException if a bit outside 0777 is set
     */
    public FileMode {
        Text.require((bits & ~ALL) == 0, "mode", "must be between 000 and 777 (octal)");
    }

    /**
     * Reads three or four octal digits, as in {@code chmod}: {@code "644"}, {@code "0755"}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator
    public static FileMode parse(String octal) {
        Text.require(octal.matches("0?[0-7]{3}"), "mode", "must be octal digits such as \"644\" or \"0755\"");
        return new FileMode(Integer.parseInt(octal, 8));
    }

    /** Four octal digits: {@code 0644}. */
    @Override
    @JsonValue
    public String toString() {
        return "%04o".formatted(bits);
    }
}
