package io.patchline.cli.doctor;

import io.patchline.cli.CommandException;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/** Looks at every link, in the order in which a patch passes them. Changes nothing; only {@code prove} submits patches. */
public final class Doctor {
    /** What a start brings about, and ends by itself. */
    private static final Set<String> SOON_OVER =
            Set.of("log_behind", "no_executor", "executor_not_taking", "lane_without_consumer", "broker_unavailable");

    private final List<Link> links = new ArrayList<>();
    private final Duration again;
    private boolean lookedAgain;

    /**
     * How long it pauses.
     *
     * @param again before it looks once more at what may be over soon, such as a service that starts
     * @param tick between the lines of a command whose output is followed; empty if no patch is to be sent
     */
    public record Pauses(Duration again, Optional<Duration> tick) {}

    public Doctor(ApiClient api, Clock clock, Pauses pauses) {
        this.again = pauses.again();
        Optional<Duration> tick = pauses.tick();
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
            Finding finding =
                    cut.isEmpty() ? look(link) : Finding.skipped(link.name(), "not looked at: " + cut + " is broken");
            findings.add(finding);
            listener.accept(finding);
            if (link.essential() && finding.grade() == Finding.Grade.BROKEN && cut.isEmpty()) {
                cut = link.name();
            }
        }
        return findings;
    }

    private Finding look(Link link) {
        long began = System.nanoTime();
        Finding made = lookOnce(link);
        if (SOON_OVER.contains(made.code()) && !lookedAgain) {
            Pause.of(again);
            made = lookOnce(link);
            // A pause that did not help is enough: what comes behind has had it, too.
            lookedAgain = SOON_OVER.contains(made.code());
        }
        return made.after(Duration.ofNanos(System.nanoTime() - began));
    }

    private static Finding lookOnce(Link link) {
        try {
            return link.look().get();
        } catch (CommandException e) {
            return Finding.broken(link.name(), e.code(), e.text(), "Look again; if it stays, see to what it names.");
        }
    }
}
