package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Makes valid UTF-8 of any bytes: what is none becomes U+FFFD. A character may be spread over several writes. */
final class Utf8Repair implements ByteSink {
    private static final int CHUNK = 8192;

    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer unread = ByteBuffer.allocate(CHUNK);
    private final CharBuffer text = CharBuffer.allocate(CHUNK + 8);
    private final ByteSink next;

    Utf8Repair(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, unread.remaining());
            unread.put(bytes, offset + done, part);
            done += part;
            decode(false);
        }
    }

    @Override
    public void finish() throws IOException {
        decode(true);
        decoder.flush(text);
        passOn();
        next.finish();
    }

    private void decode(boolean last) throws IOException {
        unread.flip();
        decoder.decode(unread, text, last);
        unread.compact();
        passOn();
    }

    private void passOn() throws IOException {
        ByteBuffer valid = UTF_8.encode(text.flip());
        next.write(valid.array(), valid.arrayOffset(), valid.remaining());
        text.clear();
    }
}
