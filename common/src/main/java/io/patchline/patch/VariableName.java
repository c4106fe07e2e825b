package io.patchline.patch;

import java.util.Set;
import java.util.regex.Pattern;

/** What bash lets a script set. (Source: bash's manual, "Bash Variables"; POSIX.1-2017, 3.235 Name.) */
final class VariableName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final Set<String> READ_ONLY =
            Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID");

    private VariableName() {}

    /**
     * @throws IllegalArgumentException if bash cannot set this variable to this value
     */
    static void check(String name, String value) {
        Text.require(
                NAME.matcher(name).matches(),
                "env",
                "must have names of letters, digits and _, none of them beginning with a digit");
        Text.require(!READ_ONLY.contains(name), "env", "must not set " + name + ", which bash keeps for itself");
        Text.wellFormed("env", value);
    }
}
