package io.patchline.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Everything that can go wrong, by one name in the API, in events, in message headers and in metrics. */
public enum ErrorCode {
    // Answers to requests.
    /** The body is not JSON. */
    MALFORMED_JSON,
    /** The Content-Type is not JSON. */
    NOT_JSON,
    /** The body is larger than the limit. */
    TOO_LARGE,
    /** A field is missing, of the wrong type, unknown inside an action, or out of bounds. */
    INVALID_PATCH,
    /** A parameter of the request is wrong. */
    INVALID_REQUEST,
    /** The patch is well-formed but there is nothing in it that may be run: prose, or no action at all. */
    NOT_EXECUTABLE,
    /** The id is already that of a patch with other content. */
    ID_CONFLICT,
    /** The patch is over: there is nothing to cancel any more. */
    ALREADY_OVER,
    /** The patch has run, and what was decided of its commit is on its way: that cannot be cancelled. */
    REVIEW_DECIDED,
    /** No credentials, or wrong ones. */
    UNAUTHENTICATED,
    /** Too many attempts with wrong credentials came from the address. */
    TOO_MANY_ATTEMPTS,
    /** The credential is used more often than it may be. */
    RATE_LIMITED,
    /** A signed message came a second time as it was. */
    REPLAYED,
    /** The key is already that of a patch with other content. */
    IDEMPOTENCY_KEY_REUSED,
    /** The body did not arrive in time. */
    BODY_TIMEOUT,
    /** The credentials do not allow this. */
    FORBIDDEN,
    /** There is no such thing. */
    NOT_FOUND,
    /** The path exists but not with this method, or the client accepts no format that we write. */
    NOT_SUPPORTED,
    /** The broker refuses the message for the lane queue: it is full, or has just lost its leader. */
    LANE_FULL,
    /** The broker is away, blocked or did not confirm in time: nothing was accepted. */
    BROKER_UNAVAILABLE,
    /** More is in the hand-over to the broker than it takes at the moment: nothing was accepted. */
    OVERLOADED,
    /** The dead letter is one no more: somebody replayed, discarded or moved it. */
    NOT_DEAD,
    /** The dead letter cannot be sent back as it is. */
    NOT_REPLAYABLE,
    /** There are more or fewer of them than the request confirms. */
    COUNT_CHANGED,
    /** Somebody else is at the dead letters. */
    DESK_TAKEN,
    /** No executor has a workspace of this name. */
    UNKNOWN_WORKSPACE,
    /** The patch does not wait for a review. */
    NOT_AWAITING_REVIEW,
    /** The patch made no commit that could be taken back. */
    NOT_REVERTIBLE,
    /** A defect of Patchline. */
    INTERNAL_ERROR,

    // While a patch is carried out.
    /** A command ended with an exit code other than 0. */
    COMMAND_FAILED,
    /** A command was ended by a signal that Patchline did not send. */
    COMMAND_KILLED,
    /** A command ran longer than its timeout. */
    TIMED_OUT,
    /** A command wrote more than it may. */
    OUTPUT_LIMIT,
    /** All processes of a command together used more memory than they may. */
    OUT_OF_MEMORY,
    /** The patch asks for the network, and the executor's operator does not allow it. */
    NETWORK_REFUSED,
    /** A command could not be started: the fault is the executor's, not the command's. */
    SETUP_FAILED,
    /** Somebody asked for the patch to be cancelled. */
    CANCELLED,
    /** The executor ended while it ran the patch, which may have half happened. */
    INTERRUPTED,
    /** A diff cannot be read. */
    MALFORMED_DIFF,
    /** The place that a diff or a replacement speaks of is not in the file. */
    CONTEXT_NOT_FOUND,
    /** The place that a diff or a replacement speaks of is more than once in the file. */
    CONTEXT_AMBIGUOUS,
    /** The file does not exist. */
    FILE_NOT_FOUND,
    /** The file exists already. */
    FILE_EXISTS,
    /** The path leads over a link or out of the workspace, or to something that is no regular file. */
    PATH_REFUSED,
    /** The file cannot be changed as asked: not text, too large, or the file system refuses. */
    FILE_REFUSED,
    /** What the patch or the approval was made on has changed since. */
    STALE,
    /** Others changed the same places of the branch meanwhile, again and again. */
    CONFLICT,
    /** What is to be taken back was changed again since, in the same places. */
    REVERT_CONFLICT,
    /** The repository refuses the push: a protected branch, one that is checked out there, a hook of its, or no right to write. */
    PUSH_REFUSED,
    /** A reviewer rejected the commit. */
    REJECTED,
    /** Nobody judged the commit in time. */
    REVIEW_EXPIRED,

    // On the way.
    /** An earlier patch of the lane failed and holds it: this one was set aside. */
    LANE_HELD,
    /** The message is no patch that this version can read. */
    UNDECODABLE,
    /** The broker gave up after too many deliveries. */
    DELIVERY_LIMIT,
    /** It lies among the dead letters, and nothing tells why: somebody put it there by hand. */
    UNEXPLAINED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name on the wire: lower case with underscores. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /**
     * The code with this wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static ErrorCode ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not the name of an error code"));
    }

    @Override
    public String toString() {
        return wireName;
    }
}
