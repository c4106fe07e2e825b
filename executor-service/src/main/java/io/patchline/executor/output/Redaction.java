package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The secrets that must not appear in any output, as one automaton (Aho and Corasick 1975) that finds all of their
 * {@linkplain SecretForms forms} in a single pass. Immutable. Something that a command encodes in another way passes: what must not be
 * known to a command must not be within its reach.
 */
public final class Redaction {
    /** Redacts nothing. */
    public static final Redaction NONE = new Redaction(Set.of(), 0);

    private static final int BYTES = 256;

    private final int[] next;
    private final int[] depth;
    private final int[] longestMatch;
    private final int tooShort;

    private Redaction(Set<String> forms, int tooShort) {
        int states =
                1 + forms.stream().mapToInt(form -> form.getBytes(UTF_8).length).sum();
        this.next = new int[states * BYTES];
        this.depth = new int[states];
        this.longestMatch = new int[states];
        this.tooShort = tooShort;
        int used = 1;
        for (String form : forms) {
            used = add(form.getBytes(UTF_8), used);
        }
        completeTransitions(used);
    }

    /** Of these values, each of which should be of {@value SecretForms#SHORTEST} bytes or more; shorter ones are not redacted. */
    public static Redaction of(Collection<String> secrets) {
        Set<String> forms = new TreeSet<>();
        int tooShort = 0;
        for (String secret : secrets) {
            if (secret.strip().getBytes(UTF_8).length < SecretForms.SHORTEST) {
                tooShort++;
            } else {
                forms.addAll(SecretForms.of(secret));
            }
        }
        return new Redaction(forms, tooShort);
    }

    /** How many of the values are too short to be redacted; whoever configured them should be told. */
    public int tooShort() {
        return tooShort;
    }

    public boolean isEmpty() {
        return next.length == BYTES;
    }

    int next(int state, byte b) {
        return next[state * BYTES + (b & 0xff)];
    }

    /** How many of the last bytes may be the beginning of a secret. */
    int depth(int state) {
        return depth[state];
    }

    /** How many of the last bytes are a secret; 0 if none ends here. */
    int longestMatch(int state) {
        return longestMatch[state];
    }

    private int add(byte[] form, int firstFree) {
        int free = firstFree;
        int state = 0;
        for (byte b : form) {
            int at = state * BYTES + (b & 0xff);
            if (next[at] == 0) {
                next[at] = free;
                depth[free] = depth[state] + 1;
                free++;
            }
            state = next[at];
        }
        longestMatch[state] = form.length;
        return free;
    }

    /** Breadth first: where the trie has no way on, the way is that of the longest suffix that it does have. */
    private void completeTransitions(int states) {
        int[] fallback = new int[states];
        Queue<Integer> toDo = new ArrayDeque<>();
        Arrays.stream(next, 0, BYTES).filter(child -> child != 0).forEach(toDo::add);
        for (Integer state = toDo.poll(); state != null; state = toDo.poll()) {
            longestMatch[state] = Math.max(longestMatch[state], longestMatch[fallback[state]]);
            for (int b = 0; b < BYTES; b++) {
                int elsewhere = next[fallback[state] * BYTES + b];
                int child = next[state * BYTES + b];
                if (child == 0) {
                    next[state * BYTES + b] = elsewhere;
                } else {
                    fallback[child] = elsewhere;
                    toDo.add(child);
                }
            }
        }
    }
}
