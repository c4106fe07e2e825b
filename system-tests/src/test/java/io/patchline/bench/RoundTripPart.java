package io.patchline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the request to the outcome of {@code true}. */
final class RoundTripPart implements Part {
    private static final int SATURATED = 32;
    private static final Map<String, String> SLOTS = Map.of("PATCHLINE_SLOTS", "4");
    private static final Map<String, String> UNSANDBOXED =
            Map.of("PATCHLINE_SLOTS", "4", "PATCHLINE_SANDBOX", "none", "PATCHLINE_SANDBOX_REQUIRED", "false");

    @Override
    public String name() {
        return "round-trip";
    }

    @Override
    public String explanation() {
        return "From the request to the finished event of the command `true`, as told to the client that waits: one patch at a time, and "
                + SATURATED
                + " in flight. With ledger, events and the log, in the bubblewrap sandbox and without one. BullMQ on Redis and Celery on RabbitMQ run "
                + "`/bin/true` without shell, sandbox, or record of what ran (Celery's processor time is without its broker's). What runs below bubblewrap counts in the processor time; the floor is `sh -c true` in a loop from C.";
    }

    @Override
    public List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        List<Report.Row> rows = new ArrayList<>();
        try (Site.OfEach sandboxed = Site.OfEach.start(ground).withExecutor(SLOTS);
                Site.OfEach bare = Site.OfEach.start(ground).withExecutor(UNSANDBOXED);
                Rivals rivals = Rivals.start(ground, options.rivals())) {
            for (Contender cold : patchline(ground, sandboxed, bare, SATURATED)) {
                cold.warmUp();
            }
            for (int inFlight : List.of(1, SATURATED)) {
                List<Contender> contenders = patchline(ground, sandboxed, bare, inFlight);
                contenders.addAll(rivals.contenders(inFlight));
                rows.addAll(new Comparison(inFlight + " in flight", contenders).run(options.rounds(), options.turn()));
            }
        }
        return rows;
    }

    private static List<Contender> patchline(Ground ground, Site.OfEach sandboxed, Site.OfEach bare, int inFlight) {
        List<Contender> contenders = new ArrayList<>();
        sandboxed.sites().forEach(site -> contenders.add(patchline("sandboxed", ground, site, inFlight)));
        bare.sites().forEach(site -> contenders.add(patchline("no sandbox", ground, site, inFlight)));
        return contenders;
    }

    private static Contender patchline(String how, Ground ground, Site site, int inFlight) {
        return new HttpContender(
                site.build().name() + ", " + how,
                ground.wrk("patches.lua"),
                site.at("/webhook"),
                inFlight,
                Site.waiting("true"),
                site::cpu,
                () -> {});
    }
}
