package eigentone.audioio.osc;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Packets of Open Sound Control to messages and back.
///
/// Source: Wright, "The Open Sound Control 1.0 Specification" (2002), with the types of its list of
/// common extensions. Arrays are refused.
public final class OscCodec {
    /// Bundles within bundles.
    static final int DEEPEST = 8;

    static final int LARGEST_BLOB = 1 << 16;

    /// Of all bundles of a packet.
    static final int MOST_MESSAGES = 1024;

    private static final int MOST_ARGUMENTS = 256;
    private static final String BUNDLE = "#bundle";

    private OscCodec() {}

    /// The messages of a packet, in its order, each with the time tag of the bundle around it.
    ///
    /// @throws OscException when a byte of it is not as it must be: nothing of it is then done
    public static List<OscMessage> read(byte[] packet, int length) throws OscException {
        List<OscMessage> messages = new ArrayList<>();
        try {
            packet(ByteBuffer.wrap(packet, 0, length), OscTime.IMMEDIATELY, 0, messages);
        } catch (BufferUnderflowException e) {
            throw new OscException("packet: expected more bytes than " + length);
        }
        return messages;
    }

    private static void packet(ByteBuffer b, long timeTag, int depth, List<OscMessage> to)
            throws OscException {
        if (b.remaining() % 4 != 0 || !b.hasRemaining()) {
            throw new OscException("packet: expected a multiple of 4 bytes, got " + b.remaining());
        }
        String address = text(b);
        if (address.equals(BUNDLE)) {
            bundle(b, depth + 1, to);
        } else if (address.startsWith("/")) {
            if (to.size() == MOST_MESSAGES) {
                throw new OscException("packet: expected at most " + MOST_MESSAGES + " messages");
            }
            to.add(new OscMessage(address, arguments(b), timeTag));
            if (b.hasRemaining()) {
                throw new OscException("message: expected its end, got more bytes");
            }
        } else {
            throw new OscException("message: expected an address that begins with '/'");
        }
    }

    private static void bundle(ByteBuffer b, int depth, List<OscMessage> to) throws OscException {
        if (depth > DEEPEST) {
            throw new OscException("bundle: expected at most " + DEEPEST + " within each other");
        }
        long timeTag = b.getLong();
        while (b.hasRemaining()) {
            int size = b.getInt();
            if (size < 0 || size > b.remaining()) {
                throw new OscException("bundle: expected an element of its size, got " + size);
            }
            packet(b.slice(b.position(), size), timeTag, depth, to);
            b.position(b.position() + size);
        }
    }

    private static List<Object> arguments(ByteBuffer b) throws OscException {
        // Old senders leave out the types of a message without arguments.
        String types = b.hasRemaining() ? text(b) : ",";
        if (!types.startsWith(",") || types.length() > MOST_ARGUMENTS + 1) {
            throw new OscException("message: expected types after ',', at most " + MOST_ARGUMENTS);
        }
        List<Object> arguments = new ArrayList<>();
        for (int i = 1; i < types.length(); i++) {
            arguments.add(argument(types.charAt(i), b));
        }
        return arguments;
    }

    private static Object argument(char type, ByteBuffer b) throws OscException {
        return switch (type) {
            case 'i', 'c', 'r', 'm' -> b.getInt();
            case 'f' -> b.getFloat();
            case 's', 'S' -> text(b);
            case 'b' -> blob(b);
            case 'h', 't' -> b.getLong();
            case 'd' -> b.getDouble();
            case 'T' -> Boolean.TRUE;
            case 'F' -> Boolean.FALSE;
            case 'N' -> OscMessage.Nil.NIL;
            case 'I' -> OscMessage.Nil.INFINITUM;
            default ->
                    throw new OscException(
                            "message: expected an argument of one of ifsbhtdScrmTFNI, got type "
                                    + (int) type);
        };
    }

    private static byte[] blob(ByteBuffer b) throws OscException {
        int size = b.getInt();
        if (size < 0 || size > LARGEST_BLOB || size > b.remaining()) {
            throw new OscException("blob: expected 0..65536 bytes that are there, got " + size);
        }
        byte[] blob = new byte[size];
        b.get(blob);
        skip(b, -size & 3);
        return blob;
    }

    /// Up to its 0, and to the next multiple of 4. Bytes beyond ASCII are read as UTF-8, as is
    /// usual.
    private static String text(ByteBuffer b) throws OscException {
        int from = b.position();
        int end = from;
        while (end < b.limit() && b.get(end) != 0) {
            end++;
        }
        if (end == b.limit()) {
            throw new OscException("text: expected a 0 at its end");
        }
        String s =
                new String(b.array(), b.arrayOffset() + from, end - from, StandardCharsets.UTF_8);
        b.position(end);
        skip(b, 4 - (end - from) % 4);
        return s;
    }

    private static void skip(ByteBuffer b, int bytes) {
        if (bytes > b.remaining()) {
            throw new BufferUnderflowException();
        }
        b.position(b.position() + bytes);
    }

    /// One message as a packet; its time tag is left out.
    ///
    /// @throws IllegalArgumentException for an argument of another class than [OscMessage] names
    public static byte[] write(OscMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder types = new StringBuilder(",");
        message.arguments().forEach(a -> types.append(type(a)));
        text(out, message.address());
        text(out, types.toString());
        for (Object a : message.arguments()) {
            switch (a) {
                case Integer i -> number(out, i, 4);
                case Long l -> number(out, l, 8);
                case Float f -> number(out, Float.floatToRawIntBits(f), 4);
                case Double d -> number(out, Double.doubleToRawLongBits(d), 8);
                case String s -> text(out, s);
                case byte[] blob -> {
                    number(out, blob.length, 4);
                    out.writeBytes(blob);
                    out.writeBytes(new byte[-blob.length & 3]);
                }
                default -> {}
            }
        }
        return out.toByteArray();
    }

    /// A bundle of packets.
    public static byte[] bundle(long timeTag, List<byte[]> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text(out, BUNDLE);
        number(out, timeTag, 8);
        for (byte[] p : packets) {
            number(out, p.length, 4);
            out.writeBytes(p);
        }
        return out.toByteArray();
    }

    private static char type(Object argument) {
        return switch (argument) {
            case Integer i -> 'i';
            case Long l -> 'h';
            case Float f -> 'f';
            case Double d -> 'd';
            case String s -> 's';
            case byte[] b -> 'b';
            case Boolean b -> b ? 'T' : 'F';
            case OscMessage.Nil n -> n == OscMessage.Nil.NIL ? 'N' : 'I';
            default ->
                    throw new IllegalArgumentException(
                            "argument: expected a number, text, truth value or bytes, got a "
                                    + argument.getClass().getSimpleName());
        };
    }

    private static void text(ByteArrayOutputStream out, String s) {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(Arrays.copyOf(bytes, (bytes.length / 4 + 1) * 4));
    }

    private static void number(ByteArrayOutputStream out, long bits, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (bits >> shift));
        }
    }
}
