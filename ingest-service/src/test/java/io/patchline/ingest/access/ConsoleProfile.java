package io.patchline.ingest.access;

import java.util.HashMap;
import java.util.Map;

/** The running service with tokens for the console, one of which is revoked, and without a broker. */
public class ConsoleProfile extends AccessProfile {
    public static final String READ_TOKEN = "pl_console_reader_0000000000000000";
    public static final String OPERATE_TOKEN = "pl_console_operator_00000000000000";
    public static final String DOOMED_TOKEN = "pl_console_doomed_0000000000000000";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        String tokens = String.join(
                "\n",
                line("reader", "read", READ_TOKEN, ""),
                line("operator", "read,operate", OPERATE_TOKEN, ""),
                line("doomed", "read", DOOMED_TOKEN, ""));
        settings.put(
                "patchline.access.tokens-file", write("console-tokens", tokens).toString());
        settings.put(
                "patchline.console.key-file", DIRECTORY.resolve("console-key").toString());
        return settings;
    }
}
