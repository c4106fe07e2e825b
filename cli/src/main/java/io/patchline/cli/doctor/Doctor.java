package io.patchline.cli.doctor;

import io.patchline.cli.CommandException;
import io.patchline.cli.http.ApiClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/** Looks at every link, in the order in which a patch passes them. Changes nothing; only {@code prove} submits patches. */
public final class Doctor {
    private final List<Link> links = new ArrayList<>();

    /**
     * @param tick the pause between the lines of a command whose output is followed; empty if no patch is to be sent
     */
    public Doctor(ApiClient api, Clock clock, Optional<Duration> tick) {
        NetworkLinks network = new NetworkLinks(api.target().url(), (SSLSocketFactory) SSLSocketFactory.getDefault());
        ServiceLinks service = new ServiceLinks(api, clock);
        links.add(Link.essential("name", network::name));
        links.add(Link.essential("connection", network::connection));
        links.add(Link.essential("tls", network::tls));
        links.add(Link.essential("service", service::answers));
        links.add(Link.of("exposure", service::exposure));
        links.add(Link.of("health", service::health));
        links.add(Link.essential("token", service::token));
        links.add(Link.of("scopes", service::scopes));
        links.add(Link.of("clock", service::clock));
        OperationLinks operation = new OperationLinks(api);
        links.add(Link.of("broker", operation::broker));
        links.add(Link.of("executors", operation::executors));
        links.add(Link.of("lanes", operation::lanes));
        links.add(Link.of("dead-letters", operation::deadLetters));
        links.add(Link.of("callbacks", operation::callbacks));
        links.add(Link.of("mcp", operation::mcp));
        if (tick.isPresent()) {
            ProofLinks proof = new ProofLinks(api, tick.get());
            links.add(Link.of("body-size", proof::bodySize));
            links.add(Link.of("patch", proof::patch));
            links.add(Link.of("event-stream", proof::eventStream));
        }
    }

    /** Looks; each finding is printed as it is made. */
    public List<Finding> look(Consumer<Finding> listener) {
        List<Finding> findings = new ArrayList<>();
        String cut = "";
        for (Link link : links) {
            List<Finding> made = cut.isEmpty()
                    ? look(link)
                    : List.of(Finding.skipped(link.name(), "not looked at: " + cut + " is broken"));
            for (Finding finding : made) {
                findings.add(finding);
                listener.accept(finding);
                if (link.essential() && finding.grade() == Finding.Grade.BROKEN && cut.isEmpty()) {
                    cut = link.name();
                }
            }
        }
        return findings;
    }

    private static List<Finding> look(Link link) {
        long began = System.nanoTime();
        List<Finding> made;
        try {
            made = link.look().get();
        } catch (CommandException e) {
            made = List.of(
                    Finding.broken(link.name(), e.code(), e.text(), "Look again; if it stays, see to what it names."));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return made.stream().map(finding -> finding.after(took)).toList();
    }
}
