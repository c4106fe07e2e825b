package io.patchline.ingest.reading;

import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.DurationFormat;
import io.patchline.patch.RunOptions;
import io.patchline.patch.RunOptions.OnFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how a patch wants to be carried out. */
final class OptionsReader {
    private static final Map<String, OnFailure> ON_FAILURE =
            new TreeMap<>(Map.of("rollback", OnFailure.ROLL_BACK, "keep", OnFailure.KEEP, "hold", OnFailure.HOLD));

    private final ValidationRules rules;

    OptionsReader(ValidationRules rules) {
        this.rules = rules;
    }

    /** The options; what is wrong with one is noted, and its default stands in for it. */
    RunOptions read(Fields fields) {
        return new RunOptions(
                fields.get(PatchFields.TIMEOUT).flatMap(this::timeout).orElse(rules.defaultTimeout()),
                fields.get(PatchFields.RETRIES)
                        .flatMap(place -> place.count(rules.mostRetries()))
                        .orElse(0),
                fields.get(PatchFields.IDEMPOTENT).flatMap(JsonField::flag).orElse(false),
                fields.get(PatchFields.DRY_RUN).flatMap(JsonField::flag).orElse(false),
                fields.get(PatchFields.NETWORK).flatMap(JsonField::flag),
                fields.get(PatchFields.ON_FAILURE)
                        .flatMap(place -> place.choice(ON_FAILURE))
                        .orElse(OnFailure.ROLL_BACK));
    }

    private Optional<Duration> timeout(JsonField place) {
        if (place.value().isNumber()) {
            place.refuse("A number has no unit. Write a string such as \"90s\", \"10m\" or \"1h30m\".");
            return Optional.empty();
        }
        Optional<Duration> timeout = place.text(DurationFormat::parse);
        boolean fits = timeout.filter(Duration::isPositive)
                .filter(time -> time.compareTo(rules.longestTimeout()) <= 0)
                .isPresent();
        if (timeout.isPresent() && !fits) {
            place.refuse("Must be longer than 0s and at most " + DurationFormat.write(rules.longestTimeout()) + ".");
        }
        return fits ? timeout : Optional.empty();
    }
}
