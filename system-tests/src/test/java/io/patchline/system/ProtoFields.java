package io.patchline.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A message of Protocol Buffers as its fields, without its schema: enough for OTLP. (Source: the encoding guide of protobuf.dev.) */
final class ProtoFields {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final List<Field> fields = new ArrayList<>();

    private record Field(int number, byte[] bytes, long value) {}

    ProtoFields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            fields.add(
                    switch (tag & 7) {
                        case VARINT -> new Field(tag >> 3, new byte[0], varint(in));
                        case FIXED_64 -> new Field(tag >> 3, new byte[0], in.getLong());
                        case FIXED_32 -> new Field(tag >> 3, new byte[0], in.getInt());
                        case BYTES -> {
                            byte[] bytes = new byte[(int) varint(in)];
                            in.get(bytes);
                            yield new Field(tag >> 3, bytes, 0);
                        }
                        default -> throw new IllegalArgumentException("not a wire type: " + (tag & 7));
                    });
        }
    }

    Stream<ProtoFields> messages(int number) {
        return with(number).map(field -> new ProtoFields(field.bytes));
    }

    /** The last one of this number, as text; empty if there is none. */
    String text(int number) {
        return with(number)
                .reduce((first, last) -> last)
                .map(field -> new String(field.bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** The last one of this number, in hexadecimal digits; empty if there is none. */
    String hex(int number) {
        return with(number)
                .reduce((first, last) -> last)
                .map(field -> HexFormat.of().formatHex(field.bytes))
                .orElse("");
    }

    /** The last one of this number; 0 if there is none. */
    long number(int number) {
        return with(number).reduce((first, last) -> last).map(Field::value).orElse(0L);
    }

    private Stream<Field> with(int number) {
        return fields.stream().filter(field -> field.number == number);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }
}
