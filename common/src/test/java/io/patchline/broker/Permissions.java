package io.patchline.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The users of {@code deploy/rabbitmq/permissions.json}, on a test's virtual host that holds the imported definitions. */
public final class Permissions {
    private static final Path DIRECTORY = Path.of(System.getProperty("patchline.root"), "deploy", "rabbitmq");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestBroker broker;
    private final String adminUrl;

    /** On a new virtual host of this broker. */
    public Permissions(TestBroker broker) {
        this.broker = broker;
        this.adminUrl = broker.newVirtualHost();
        importDefinitions();
    }

    /** Imports {@code deploy/rabbitmq/definitions.json}, as operators do. */
    public void importDefinitions() {
        broker.callManagement("POST", "/api/definitions" + path(), text("definitions.json"));
    }

    /**
     * Deletes a queue or an exchange, as operators can.
     *
     * @param kind {@code queues} or {@code exchanges}
     */
    public void delete(String kind, String name) {
        broker.callManagement("DELETE", "/api/" + kind + path() + "/" + name, "");
    }

    /** The virtual host, with the slash before it. */
    private String path() {
        return URI.create(adminUrl).getPath();
    }

    /** Of the user who made the virtual host. */
    public String adminUrl() {
        return adminUrl;
    }

    /** The AMQP URL of a new user who may do what the table says of this one: {@code ingest} or {@code executor}. */
    public String urlOf(String service) {
        return broker.newUser(adminUrl, permission(service));
    }

    /** As the broker's HTTP API takes it. */
    String permission(String service) {
        return row(service).toString();
    }

    /** The regular expression of {@code read} or {@code write}. */
    static Pattern pattern(String service, String permission) {
        return Pattern.compile(row(service).get(permission).asText());
    }

    private static JsonNode row(String service) {
        try {
            return StreamSupport.stream(
                            JSON.readTree(text("permissions.json"))
                                    .get("permissions")
                                    .spliterator(),
                            false)
                    .filter(line -> line.get("user").asText().equals(service))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(DIRECTORY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
