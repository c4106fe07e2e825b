package io.patchline.ingest.answers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.ingest.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/** Lists as JSON, each of which takes what it comes to: clients choose most of what is in them, so no number of entries says it. Safe for use by several threads. */
@Singleton
public final class ListAnswers {
    /** Of each thing that a list is chosen from, in bytes: a copy of all of them is looked through. */
    private static final long LOOK = 8;

    /** How many times as much a list takes while it is written: the array, the one that it grows into, and the copy that is sent. */
    private static final long WHILE_WRITTEN = 3;

    private final AnswerMemory memory;
    private final ObjectMapper json;

    ListAnswers(AnswerMemory memory, ObjectMapper json) {
        this.memory = memory;
        this.json = json;
    }

    /**
     * A list as JSON. Its part of the memory is taken as it grows, and given back when the client has it.
     *
     * @param known how many things it is chosen from
     * @param list with entries that are made when they are written, where clients choose how large they are ({@link LazyList})
     * @throws ProblemException with {@code overloaded} if there is no room
     */
    public byte[] json(RoutingContext context, int known, Supplier<?> list) {
        return written(context, known, out -> json.writeValue(out, list.get()));
    }

    /**
     * The same, with one entry on each line.
     *
     * @throws ProblemException with {@code overloaded} if there is no room
     */
    public byte[] lines(RoutingContext context, int known, Supplier<? extends List<?>> list) {
        return written(context, known, out -> {
            for (Object entry : list.get()) {
                out.write(json.writeValueAsBytes(entry));
                out.write('\n');
            }
        });
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private byte[] written(RoutingContext context, int known, Writing list) {
        AnswerMemory.Share share = memory.of(context);
        share.require(LOOK * known);
        Counted out = new Counted(share);
        try {
            list.to(out);
        } catch (IOException e) {
            share.requireGranted();
            throw new UncheckedIOException(e);
        }
        byte[] written = out.all();
        share.keep(written.length);
        return written;
    }

    /** What is written here takes its part first. It fails where there is no room, by an exception that Jackson passes on as it is. */
    private static final class Counted extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AnswerMemory.Share share;

        Counted(AnswerMemory.Share share) {
            this.share = share;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] more, int from, int length) throws IOException {
            if (!share.take(WHILE_WRITTEN * length)) {
                throw new IOException("there is no room for more of the list");
            }
            bytes.write(more, from, length);
        }

        byte[] all() {
            return bytes.toByteArray();
        }
    }
}
