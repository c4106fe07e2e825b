package io.patchline.firedrill;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is looked at after the fire.
 *
 * @param accepted the ids that a client was told were accepted
 * @param wrongAnswers what clients were told and could not make sense of
 * @param ledger what the ledger says of each id, by the outcome's name
 * @param told what the status API of each ingest replica says of each id
 * @param running the lane queues while the executors are there
 * @param stopped the lane queues after the executors have stopped in order: what was unacknowledged waits again
 * @param dead the ids in {@code patches.dead}, with repetitions
 * @param commits the ids that the branch's commits name, the oldest first; absent where there is no repository
 * @param faults what is wrong with the repository
 */
record Evidence(
        List<DrillPatch> patches,
        Set<String> accepted,
        List<String> wrongAnswers,
        LogReading log,
        Marks marks,
        Map<String, String> ledger,
        List<Map<String, String>> told,
        QueueReading running,
        QueueReading stopped,
        List<String> dead,
        Optional<List<String>> commits,
        List<String> faults) {}
