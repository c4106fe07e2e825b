package io.patchline.transition;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one line for each transition, to the log {@code io.patchline.transition} at INFO. Safe for use by several threads.
 *
 * <p>Our backend puts the key-values of SLF4J into the text of the message; where the lines are JSON, a key has to come by the diagnostic
 * context to be a field of its own.
 */
public final class TransitionLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.patchline.transition");
    private static final String MESSAGE = "Transition";

    private final boolean fields;

    /**
     * @param fields whether the log's lines have fields of their own, as JSON has
     */
    public TransitionLog(boolean fields) {
        this.fields = fields;
    }

    /** Writes the line. */
    public void write(Transition transition) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Map<String, String> keys = transition.keys();
        if (fields) {
            writeFields(keys);
        } else {
            LoggingEventBuilder line = LOG.atInfo();
            for (Map.Entry<String, String> key : keys.entrySet()) {
                line = line.addKeyValue(key.getKey(), LogValue.text(key.getValue()));
            }
            line.log(MESSAGE);
        }
    }

    private static void writeFields(Map<String, String> keys) {
        keys.forEach((key, value) -> MDC.put(key, LogValue.bounded(value)));
        try {
            LOG.info(MESSAGE);
        } finally {
            keys.keySet().forEach(MDC::remove);
        }
    }
}
