package io.patchline.ingest.access;

import io.patchline.ingest.login.ProviderResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The running service with tokens for the console, an identity provider, and without a broker. */
public class LoginProfile extends ConsoleProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("patchline.console.login.rate", "1000000/s");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ProviderResource.class));
    }

    /** Behind a proxy that speaks TLS to browsers. */
    public static final class OverTls extends LoginProfile {
        public static final String BASE = "https://patchline.example";

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ProviderResource.class, Map.of("public-url", BASE)));
        }
    }

    /** Where few may try. */
    public static final class Limited extends LoginProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("patchline.console.login.rate", "4/h");
            settings.put("patchline.access.failures", "2/h");
            return settings;
        }
    }
}
