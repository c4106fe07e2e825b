package io.patchline.ingest.login;

import com.nimbusds.jose.JOSEException;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider of the tests, and a service that lets persons in by it. */
public final class ProviderResource implements QuarkusTestResourceLifecycleManager {
    private static final String KEY = "patchline.console.login.";

    private String publicUrl = "http://localhost:5555";
    private @Nullable TestProvider provider;

    @Override
    public void init(Map<String, String> arguments) {
        publicUrl = arguments.getOrDefault("public-url", publicUrl);
    }

    @Override
    public Map<String, String> start() {
        try {
            TestProvider started = new TestProvider();
            provider = started;
            Path secret = Files.createTempFile("client-secret", "");
            Files.writeString(secret, TestProvider.SECRET);
            return Map.of(
                    KEY + "issuer",
                    started.issuer().toString(),
                    KEY + "name",
                    "Example <b>",
                    KEY + "client-id",
                    TestProvider.CLIENT,
                    KEY + "client-secret-file",
                    secret.toString(),
                    KEY + "groups.read",
                    "developers,reviewers",
                    KEY + "groups.submit",
                    "developers",
                    KEY + "groups.review",
                    "reviewers",
                    "patchline.http.public-url",
                    publicUrl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.close();
        }
    }
}
