package io.patchline.executor.bench;

import io.patchline.executor.ledger.Claim;
import io.patchline.executor.ledger.ClaimRequest;
import io.patchline.executor.ledger.ClaimedRun;
import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.ledger.RunLedger;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Claim, start, outcome and report of one run of `true`, each time of another. A class that needs the ledger only, so that it can be compiled against another build's. */
public final class LedgerRun implements Callable<String> {
    private final RunLedger ledger;
    private int number;

    public LedgerRun(Path state) throws IOException {
        ledger = new RunLedger(state, "bench");
    }

    @Override
    public String call() throws IOException {
        String id = "bench-" + number++;
        String body = "{\"id\":\"" + id
                + "\",\"role\":\"command_patch\",\"lane\":\"a.txt\",\"actions\":[{\"type\":\"run\",\"script\":\"true\"}],\"options\":{\"timeout\":\"PT1M\"}}";
        Claim claim = ledger.claim(new ClaimRequest(
                new RunKey(new PatchId(id), 1), body.getBytes(StandardCharsets.UTF_8), Instant.now(), "bench", false));
        try (ClaimedRun run = ((Claim.Granted) claim).run()) {
            run.startAttempt(Instant.now());
            run.finish(new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "bench", Instant.now()));
            run.markReported();
        }
        return id;
    }
}
