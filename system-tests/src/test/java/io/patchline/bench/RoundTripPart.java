package io.patchline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the request to the outcome of {@code true}. */
final class RoundTripPart implements Part {
    private static final int SATURATED = 32;

    @Override
    public String name() {
        return "round-trip";
    }

    @Override
    public String explanation() {
        return "From the request to the finished event of the command `true`, as told to the client that waits: one patch at a time, and "
                + SATURATED
                + " in flight. With ledger, events and the log, in the bubblewrap sandbox and without one. BullMQ on Redis and Celery on RabbitMQ run "
                + "`/bin/true` without shell, sandbox, or record of what ran (Celery's processor time is without its broker's, and that of a sandboxed command is missing: bwrap does not collect its child's); the floor is `sh -c true` in a loop from C.";
    }

    @Override
    public List<Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Site sandboxed = new Site(ground.broker(), ground.directory());
                Site bare = new Site(ground.broker(), ground.directory());
                Rivals rivals = Rivals.start(ground, options.rivals())) {
            Map<String, String> slots = Map.of("PATCHLINE_SLOTS", "4");
            Map<String, String> unsandboxed =
                    Map.of("PATCHLINE_SLOTS", "4", "PATCHLINE_SANDBOX", "none", "PATCHLINE_SANDBOX_REQUIRED", "false");
            sandboxed.startExecutor(slots);
            bare.startExecutor(unsandboxed);
            patchline("sandboxed", ground, sandboxed, SATURATED).warmUp();
            patchline("bare", ground, bare, SATURATED).warmUp();
            for (int inFlight : List.of(1, SATURATED)) {
                List<Contender> contenders = new ArrayList<>();
                contenders.add(patchline("Patchline, sandboxed", ground, sandboxed, inFlight));
                contenders.add(patchline("Patchline, no sandbox", ground, bare, inFlight));
                contenders.addAll(rivals.contenders(inFlight));
                rows.addAll(new Comparison(inFlight + " in flight", contenders).run(options.rounds(), options.turn()));
            }
        }
        return rows;
    }

    private static Contender patchline(String name, Ground ground, Site site, int inFlight) {
        return new HttpContender(
                name,
                ground.wrk("patches.lua"),
                site.at("/webhook"),
                inFlight,
                Site.waiting("true"),
                site::workers,
                () -> {});
    }
}
