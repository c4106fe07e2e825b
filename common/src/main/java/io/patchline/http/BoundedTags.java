package io.patchline.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the tags of the meters {@code http.server.*}: a method that is none of ours, and a path beyond the first {@value #MOST_PATHS}, is counted as
 * {@code OTHER}. Clients choose both, and each new value would be a series for ever. Safe for use by several threads.
 */
public final class BoundedTags implements MeterFilter {
    /** Some five times as many as the services have routes. */
    static final int MOST_PATHS = 200;

    private static final int LONGEST_PATH = 100;
    private static final String PREFIX = "http.server";
    private static final String OTHER = "OTHER";

    private final Set<String> paths = ConcurrentHashMap.newKeySet();

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(PREFIX)) {
            return id;
        }
        List<Tag> tags = id.getTags().stream().map(this::bounded).toList();
        return tags.equals(id.getTags()) ? id : id.replaceTags(tags);
    }

    private Tag bounded(Tag tag) {
        boolean known = switch (tag.getKey()) {
            case "method" -> MethodCheck.METHODS.contains(HttpMethod.valueOf(tag.getValue()));
            case "uri" -> isKnownPath(tag.getValue());
            default -> true;
        };
        return known ? tag : Tag.of(tag.getKey(), OTHER);
    }

    private boolean isKnownPath(String path) {
        if (path.length() <= LONGEST_PATH && paths.size() < MOST_PATHS) {
            paths.add(path);
        }
        return paths.contains(path);
    }
}
