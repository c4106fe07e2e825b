package io.patchline.broker;

import java.nio.file.Path;
import java.util.Optional;

/** Settings without a configuration. */
public record Settings(
        String url,
        Optional<Path> urlFile,
        Optional<Path> caFile,
        Optional<Path> certificateFile,
        Optional<Path> keyFile,
        boolean declare)
        implements BrokerSettings {

    public static Settings of(String url) {
        return new Settings(url, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    public Settings withCa(Path file) {
        return new Settings(url, urlFile, Optional.of(file), certificateFile, keyFile, declare);
    }

    public Settings withCertificate(Path file) {
        return new Settings(url, urlFile, caFile, Optional.of(file), keyFile, declare);
    }

    public Settings withKey(Path file) {
        return new Settings(url, urlFile, caFile, certificateFile, Optional.of(file), declare);
    }
}
