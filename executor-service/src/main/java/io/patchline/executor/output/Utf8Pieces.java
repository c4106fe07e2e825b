package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.function.Consumer;

/** Valid UTF-8 as text, where a character may be spread over several writes. */
final class Utf8Pieces {
    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private final Consumer<CharSequence> next;
    private byte[] split = new byte[0];

    Utf8Pieces(Consumer<CharSequence> next) {
        this.next = next;
    }

    void write(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(split.length + length).put(split).put(bytes, offset, length);
        CharBuffer text = CharBuffer.allocate(in.capacity());
        decoder.decode(in.flip(), text, false);
        split = new byte[in.remaining()];
        in.get(split);
        next.accept(text.flip());
    }
}
