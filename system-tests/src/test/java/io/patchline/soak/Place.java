package io.patchline.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import io.patchline.patch.Digest;
import io.patchline.system.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** An ingest service and an executor with the memory that the systemd units give them, on a virtual host with our policies. */
final class Place implements AutoCloseable {
    static final DeployedMemory INGEST = DeployedMemory.of("ingest");
    static final DeployedMemory EXECUTOR = DeployedMemory.of("executor");

    static final String HONEST = "pl_soak_honest_000000000000000000000000";
    static final String SUBMITTER = "pl_soak_hostile_submitter_0000000000000";
    static final String READER = "pl_soak_hostile_reader_0000000000000000";

    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));

    private final Path directory;
    private final ServiceProcess ingest;
    private final ServiceProcess executor;

    Place(Path directory, TestBroker broker) throws IOException {
        this.directory = directory;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        String amqpUrl = broker.newVirtualHost();
        importPolicies(broker, URI.create(amqpUrl).getPath().substring(1));
        Map<String, String> settings = new HashMap<>();
        settings.put("PATCHLINE_BROKER_URL_FILE", write("broker-url", amqpUrl).toString());
        settings.put(
                "PATCHLINE_ACCESS_TOKENS_FILE",
                write(
                                "tokens",
                                token("honest", "submit,read", HONEST)
                                        + token("hostile-submitter", "submit", SUBMITTER)
                                        + token("hostile-reader", "read", READER))
                        .toString());
        settings.put("PATCHLINE_WORKSPACE", directory.resolve("workspace").toString());
        settings.put("PATCHLINE_STATE", state().toString());
        this.ingest = ServiceProcess.start("ingest-service", INGEST.options(), directory, settings);
        this.executor = ServiceProcess.start("executor-service", EXECUTOR.options(), directory, settings);
    }

    ServiceProcess ingest() {
        return ingest;
    }

    ServiceProcess executor() {
        return executor;
    }

    Path state() {
        return directory.resolve("state");
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        executor.close();
        ingest.close();
    }

    private static void importPolicies(TestBroker broker, String virtualHost) throws IOException {
        JsonNode policies = MessageCodec.mapper()
                .readTree(ROOT.resolve("deploy/rabbitmq/policies.json").toFile())
                .get("policies");
        for (JsonNode policy : policies) {
            broker.callManagement(
                    "PUT",
                    "/api/policies/" + virtualHost + "/" + policy.get("name").asText(),
                    policy.toString());
        }
    }

    private static String token(String name, String scopes, String token) {
        return name + ":" + scopes + ":" + Digest.sha256Hex(token.getBytes(StandardCharsets.UTF_8)) + " rate=5000/s\n";
    }

    private Path write(String name, String contents) throws IOException {
        return Files.writeString(directory.resolve(name), contents);
    }
}
