package io.patchline.transition;

import java.util.Objects;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/** Keeps each message of the log on one line that shows what it says, whatever text of a client is in it. Takes every record. Each service names it to Quarkus by a class of its own. */
public class OneLineFilter implements Filter {
    @Override
    public boolean isLoggable(LogRecord entry) {
        if (entry instanceof ExtLogRecord own) {
            String message = formatted(own);
            String visible = LogValue.visible(message);
            if (!visible.equals(message)) {
                own.setMessage(visible, ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        return true;
    }

    /** Of all that the record offers, the one that has the parameters in it; formatters use it, too. */
    @SuppressWarnings("deprecation")
    private static String formatted(ExtLogRecord entry) {
        return Objects.requireNonNullElse(entry.getFormattedMessage(), "");
    }
}
