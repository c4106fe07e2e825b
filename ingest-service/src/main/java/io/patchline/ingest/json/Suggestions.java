package io.patchline.ingest.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant by one that nobody knows. */
public final class Suggestions {
    private static final int SHORTEST_FOR_ONE_SLIP = 5;
    private static final int SHORTEST_FOR_CERTAINTY = 6;
    private static final int SHORTEST_FOR_TWO_SLIPS = 8;

    /** Longer than every known word with separators between all its letters. */
    private static final int LONGEST = 60;

    private Suggestions() {}

    /**
     * The known word that differs from this one only in case, hyphens and underscores, or by one slip (a letter missing, added, other, or
     * two swapped) in words of at least five letters, or by two in words of at least eight.
     */
    static Optional<String> meant(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(word);
        return known.stream()
                .filter(candidate -> isClose(plain, plain(candidate)))
                .min(Comparator.comparingInt(candidate -> slips(plain, plain(candidate))));
    }

    /**
     * The known word that it would be wrong to pass over this one for: different only in case, hyphens and underscores, or by one slip in a
     * word of at least six letters ({@code patch} and {@code batch} are two words).
     */
    public static Optional<String> surelyMeant(String word, Collection<String> known) {
        String plain = word.length() > LONGEST ? "" : plain(word);
        return meant(word, known).filter(meant -> {
            String close = plain(meant);
            return plain.equals(close) || (close.length() >= SHORTEST_FOR_CERTAINTY && slips(plain, close) == 1);
        });
    }

    /** The question whether that word was meant, to follow a sentence; empty where no known word is close. */
    public static String question(String word, Collection<String> known) {
        return meant(word, known)
                .map(meant -> " Did you mean " + QuotedName.name(meant) + "?")
                .orElse("");
    }

    private static boolean isClose(String word, String known) {
        int allowed = known.length() >= SHORTEST_FOR_TWO_SLIPS ? 2 : known.length() >= SHORTEST_FOR_ONE_SLIP ? 1 : 0;
        return Math.abs(word.length() - known.length()) <= allowed && slips(word, known) <= allowed;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Optimal string alignment distance. (Source: Damerau 1964; Boytsov 2011 for the restricted form.) */
    private static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a.charAt(i - 1) == b.charAt(j - 1), i, j);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, boolean same, int i, int j) {
        int oneMore = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        return Math.min(oneMore, cost[i - 1][j - 1] + (same ? 0 : 1));
    }
}
