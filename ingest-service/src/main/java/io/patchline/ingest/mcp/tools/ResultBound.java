package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.patchline.ingest.status.TokenEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps a result so small that a model's context has room for it, whatever is in it: sent twice, as content and as text, it takes at most 25,000 tokens, which is where clients cut. The
 * longest texts are shortened first, then the longest lists.
 */
final class ResultBound {
    static final double MOST_TOKENS = 12_000;

    private static final int SHORT_TEXT = 200;
    private static final int ROUNDS = 200;

    private ResultBound() {}

    /** A text, list or object in its place. */
    private record Place(JsonNode parent, String name, int index, JsonNode value, double tokens) {
        void replace(JsonNode other) {
            if (parent instanceof ObjectNode object) {
                object.set(name, other);
            } else {
                ((ArrayNode) parent).set(index, other);
            }
        }
    }

    /** Whether nothing has to be left out. */
    static boolean fits(ObjectNode content) {
        return tokens(content) <= MOST_TOKENS;
    }

    /** The same object, with less in it where there was too much. */
    static ObjectNode within(ObjectNode content) {
        for (int round = 0; round < ROUNDS && tokens(content) > MOST_TOKENS; round++) {
            content.put(
                    "cut",
                    "Long texts and lists are shortened here. Ask for less at a time, or for one thing by its id.");
            shorten(content, tokens(content) - MOST_TOKENS);
        }
        return content;
    }

    private static double tokens(JsonNode node) {
        return TokenEstimate.of(node.toString());
    }

    private static void shorten(ObjectNode content, double excess) {
        List<Place> places = new ArrayList<>();
        collect(content, places);
        Place largest = places.stream()
                .filter(place -> isShortenable(place.value()))
                .max(Comparator.comparingDouble(Place::tokens))
                .orElseThrow(() -> new IllegalStateException("a result of short texts is too long"));
        switch (largest.value()) {
            case TextNode text -> largest.replace(shorter(text.textValue(), largest.tokens(), excess));
            case ArrayNode list -> {
                int keep = list.size() / 2;
                while (list.size() > keep) {
                    list.remove(list.size() - 1);
                }
            }
            default -> largest.replace(TextNode.valueOf("[left out: too long]"));
        }
    }

    private static TextNode shorter(String text, double tokens, double excess) {
        int fits = Math.max(SHORT_TEXT / 2, TokenEstimate.fitting(text, Math.max(0, tokens - excess - SHORT_TEXT)));
        int end = Character.isHighSurrogate(text.charAt(fits - 1)) ? fits - 1 : fits;
        return TextNode.valueOf(text.substring(0, end) + "… [" + (text.length() - end) + " characters left out]");
    }

    private static boolean isShortenable(JsonNode value) {
        return switch (value) {
            case TextNode text -> text.textValue().length() > SHORT_TEXT;
            case ArrayNode list -> list.size() > 1;
            case ObjectNode object -> object.size() > 1;
            default -> false;
        };
    }

    /** Texts weigh what they are; a list or an object what would go with it only where no long text is left in it. */
    private static void collect(JsonNode parent, List<Place> places) {
        if (parent instanceof ObjectNode object) {
            object.properties().forEach(field -> add(parent, field.getKey(), 0, field.getValue(), places));
        } else if (parent instanceof ArrayNode list) {
            for (int index = 0; index < list.size(); index++) {
                add(parent, "", index, list.get(index), places);
            }
        }
    }

    private static void add(JsonNode parent, String name, int index, JsonNode value, List<Place> places) {
        if (value instanceof TextNode) {
            places.add(new Place(parent, name, index, value, tokens(value)));
        } else if (value.isContainerNode()) {
            collect(value, places);
            places.add(new Place(parent, name, index, value, tokens(value) / 4));
        }
    }
}
