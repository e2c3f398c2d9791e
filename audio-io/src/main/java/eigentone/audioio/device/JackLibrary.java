package eigentone.audioio.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import eigentone.engine.AudioThread;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JACK's functions as Java methods, one each, named as JACK names them without `jack_`.
///
/// Everything that is native of JACK is in this file. Pointers are plain numbers: a [MemorySegment]
/// for each would be an object for each. To be touched only where [JackFinder] has found the
/// library.
///
/// The functions for the audio thread never throw: JACK's own errors come back as 0 or a negative
/// number. The others throw [IllegalStateException] where JACK's code tells of an error.
///
/// Source of shapes and constants: `jack/types.h`, `transport.h` and `midiport.h` of JACK 1.9.21.
@SuppressWarnings("restricted")
final class JackLibrary {
    static final int NO_START_SERVER = 0x01;
    static final int SERVER_NAME = 0x04;

    static final int PORT_IS_INPUT = 0x1;
    static final int PORT_IS_OUTPUT = 0x2;
    static final int PORT_IS_PHYSICAL = 0x4;

    static final String AUDIO = "32 bit float mono audio";
    static final String MIDI = "8 bit raw midi";

    /// The two modes of a latency: from the socket to a port, and from a port to the socket.
    static final int CAPTURE = 0;

    static final int PLAYBACK = 1;

    private static final int TRANSPORT_ROLLING = 1;

    /// All of memory: an address is an offset into it.
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY =
            JackFinder.library().orElseThrow(() -> new IllegalStateException("JACK: no library"));

    // The audio thread's: constants of the class, so that a call compiles to the native one.
    private static final MethodHandle PORT_GET_BUFFER =
            handle("jack_port_get_buffer", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MIDI_GET_EVENT_COUNT =
            handle("jack_midi_get_event_count", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle MIDI_EVENT_GET =
            handle(
                    "jack_midi_event_get",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MIDI_CLEAR_BUFFER =
            handle("jack_midi_clear_buffer", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle MIDI_EVENT_RESERVE =
            handle(
                    "jack_midi_event_reserve",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG));
    private static final MethodHandle TRANSPORT_QUERY =
            handle("jack_transport_query", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    /// jack_midi_event_t: time, size and the address of the bytes.
    static final long MIDI_EVENT_BYTES = 24;

    private static final long EVENT_TIME = 0;
    private static final long EVENT_SIZE = 8;
    private static final long EVENT_BUFFER = 16;

    /// jack_position_t, which is packed.
    static final long POSITION_BYTES = 136;

    private static final long FRAME_RATE = 16;
    private static final long FRAME = 20;
    private static final long VALID = 24;
    private static final long BAR = 28;
    private static final long BEAT = 32;
    private static final long TICK = 36;
    private static final long BEATS_PER_BAR = 48;
    private static final long TICKS_PER_BEAT = 56;
    private static final long BEATS_PER_MINUTE = 64;
    private static final long BBT_OFFSET = 88;
    private static final int VALID_BBT = 0x10;
    private static final int VALID_BBT_OFFSET = 0x40;

    static {
        silence();
    }

    private JackLibrary() {}

    private static MethodHandle handle(
            String function, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(
                LIBRARY.find(function)
                        .orElseThrow(() -> new IllegalStateException("JACK has no " + function)),
                shape,
                options);
    }

    /// JACK prints on standard error what it also returns as codes. It hands its text to `strlen`
    /// instead: a function of the C library does not need a thread of Java's, as one of ours would.
    private static void silence() {
        MemorySegment nothing = LINKER.defaultLookup().find("strlen").orElseThrow();
        for (String set : List.of("jack_set_error_function", "jack_set_info_function")) {
            call(handle(set, FunctionDescriptor.ofVoid(ADDRESS)), nothing);
        }
    }

    // ---- the audio thread's

    @AudioThread
    static long portGetBuffer(long port, int frames) {
        try {
            return (long) PORT_GET_BUFFER.invokeExact(port, frames);
        } catch (Throwable e) {
            return 0;
        }
    }

    @AudioThread
    static int midiGetEventCount(long buffer) {
        try {
            return (int) MIDI_GET_EVENT_COUNT.invokeExact(buffer);
        } catch (Throwable e) {
            return 0;
        }
    }

    /// Fills the jack_midi_event_t at `event`; not 0 where there is no such event.
    @AudioThread
    static int midiEventGet(long event, long buffer, int index) {
        try {
            return (int) MIDI_EVENT_GET.invokeExact(event, buffer, index);
        } catch (Throwable e) {
            return -1;
        }
    }

    @AudioThread
    static int eventTime(long event) {
        return MEMORY.get(JAVA_INT, event + EVENT_TIME);
    }

    @AudioThread
    static long eventSize(long event) {
        return MEMORY.get(JAVA_LONG, event + EVENT_SIZE);
    }

    @AudioThread
    static int eventByte(long event, int index) {
        return MEMORY.get(JAVA_BYTE, MEMORY.get(JAVA_LONG, event + EVENT_BUFFER) + index) & 0xff;
    }

    @AudioThread
    static void midiClearBuffer(long buffer) {
        try {
            MIDI_CLEAR_BUFFER.invokeExact(buffer);
        } catch (Throwable e) {
            return;
        }
    }

    /// Where to put the bytes of an event; 0 when there is no room, or a later one is there.
    @AudioThread
    static long midiEventReserve(long buffer, int atFrame, long bytes) {
        try {
            return (long) MIDI_EVENT_RESERVE.invokeExact(buffer, atFrame, bytes);
        } catch (Throwable e) {
            return 0;
        }
    }

    /// Asks where the transport stands.
    ///
    /// @param position room for [#POSITION_BYTES]
    @AudioThread
    static void transportQuery(long client, long position, Transport into) {
        int state;
        try {
            state = (int) TRANSPORT_QUERY.invokeExact(client, position);
        } catch (Throwable e) {
            return;
        }
        into.available = true;
        into.rolling = state == TRANSPORT_ROLLING;
        into.frame = Integer.toUnsignedLong(MEMORY.get(JAVA_INT, position + FRAME));
        into.beatsPerMinute = 0;
        into.beat = 0;
        int valid = MEMORY.get(JAVA_INT, position + VALID);
        double ticksPerBeat = MEMORY.get(JAVA_DOUBLE, position + TICKS_PER_BEAT);
        if ((valid & VALID_BBT) == 0 || !(ticksPerBeat > 0)) {
            return;
        }
        double tempo = MEMORY.get(JAVA_DOUBLE, position + BEATS_PER_MINUTE);
        into.beatsPerMinute = tempo;
        // Bars and beats are counted from 1, ticks from 0.
        into.beat =
                (MEMORY.get(JAVA_INT, position + BAR) - 1)
                                * (double) MEMORY.get(JAVA_FLOAT, position + BEATS_PER_BAR)
                        + (MEMORY.get(JAVA_INT, position + BEAT) - 1)
                        + MEMORY.get(JAVA_INT, position + TICK) / ticksPerBeat;
        if ((valid & VALID_BBT_OFFSET) != 0) {
            double seconds =
                    (double) MEMORY.get(JAVA_INT, position + BBT_OFFSET)
                            / MEMORY.get(JAVA_INT, position + FRAME_RATE);
            into.beat += seconds * tempo / 60;
        }
    }

    // ---- everybody else's

    /// The client, or 0.
    ///
    /// @param server its name, or null for the one that the environment names
    /// @param status where JACK puts its reasons
    static long clientOpen(String name, @Nullable String server, MemorySegment status) {
        try (Arena arena = Arena.ofConfined()) {
            List<MemoryLayout> shape = new ArrayList<>(List.of(ADDRESS, JAVA_INT, ADDRESS));
            List<Object> given = new ArrayList<>();
            given.add(arena.allocateFrom(name));
            given.add(NO_START_SERVER | (server == null ? 0 : SERVER_NAME));
            given.add(status);
            if (server != null) {
                shape.add(ADDRESS);
                given.add(arena.allocateFrom(server));
            }
            MethodHandle open =
                    handle(
                            "jack_client_open",
                            FunctionDescriptor.of(JAVA_LONG, shape.toArray(new MemoryLayout[0])),
                            Linker.Option.firstVariadicArg(3));
            return (long) call(open, given.toArray());
        }
    }

    /// A function of a client alone: its result, which JACK means as an error when it is not 0.
    static int ofClient(String function, long client) {
        return (int) call(handle(function, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)), client);
    }

    static int ofClient(String function, long client, int argument) {
        return (int)
                call(
                        handle(function, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT)),
                        client,
                        argument);
    }

    static String clientName(long client) {
        return text(
                (long)
                        call(
                                handle(
                                        "jack_get_client_name",
                                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG)),
                                client));
    }

    /// Lets JACK call a method, of the shape `(..., long argument)` that the function wants.
    ///
    /// @param function `jack_set_..._callback`, or `jack_on_info_shutdown`
    static void setCallback(String function, long client, MemorySegment stub) {
        boolean silent = function.startsWith("jack_on_");
        FunctionDescriptor shape =
                silent
                        ? FunctionDescriptor.ofVoid(JAVA_LONG, ADDRESS, JAVA_LONG)
                        : FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG);
        Object result = call(handle(function, shape), client, stub, 0L);
        if (!silent) {
            check(function, (int) result);
        }
    }

    /// A native function that calls `method` of `receiver`; it lives as long as the arena.
    static MemorySegment stub(
            MethodHandles.Lookup lookup,
            Object receiver,
            String method,
            FunctionDescriptor shape,
            Arena arena) {
        try {
            MethodHandle target =
                    lookup.findVirtual(receiver.getClass(), method, shape.toMethodType())
                            .bindTo(receiver);
            return LINKER.upcallStub(target, shape, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Calls a stub as JACK would, the argument being 0.
    static MethodHandle caller(MemorySegment stub, FunctionDescriptor shape) {
        return LINKER.downcallHandle(stub, shape);
    }

    /// @return the port
    static long portRegister(long client, String name, String type, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long port =
                    (long)
                            call(
                                    handle(
                                            "jack_port_register",
                                            FunctionDescriptor.of(
                                                    JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS,
                                                    JAVA_LONG, JAVA_LONG)),
                                    client,
                                    arena.allocateFrom(name),
                                    arena.allocateFrom(type),
                                    (long) flags,
                                    0L);
            if (port == 0) {
                throw new IllegalStateException("JACK refuses the port " + name);
            }
            return port;
        }
    }

    static String portName(long port) {
        return text(
                (long)
                        call(
                                handle(
                                        "jack_port_name",
                                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG)),
                                port));
    }

    static boolean portConnected(long port) {
        return ofClient("jack_port_connected", port) > 0;
    }

    /// True also when they are connected already.
    static boolean connect(long client, String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    (int)
                            call(
                                    handle(
                                            "jack_connect",
                                            FunctionDescriptor.of(
                                                    JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS)),
                                    client,
                                    arena.allocateFrom(from),
                                    arena.allocateFrom(to));
            return result == 0 || result == EEXIST;
        }
    }

    private static final int EEXIST = 17;

    /// The full names of all ports of a type that have all the flags.
    static List<String> ports(long client, String type, int flags) {
        List<String> names = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long array =
                    (long)
                            call(
                                    handle(
                                            "jack_get_ports",
                                            FunctionDescriptor.of(
                                                    JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS,
                                                    JAVA_LONG)),
                                    client,
                                    MemorySegment.NULL,
                                    arena.allocateFrom(type),
                                    (long) flags);
            if (array == 0) {
                return names;
            }
            for (long i = 0; MEMORY.get(JAVA_LONG, array + 8 * i) != 0; i++) {
                names.add(text(MEMORY.get(JAVA_LONG, array + 8 * i)));
            }
            call(handle("jack_free", FunctionDescriptor.ofVoid(JAVA_LONG)), array);
        }
        return names;
    }

    static long portByName(long client, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (long)
                    call(
                            handle(
                                    "jack_port_by_name",
                                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS)),
                            client,
                            arena.allocateFrom(name));
        }
    }

    /// The least and the most frames of latency.
    record Range(int min, int max) {}

    static Range latency(long port, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocate(JAVA_INT, 2);
            call(handle("jack_port_get_latency_range", RANGE), port, mode, range);
            return new Range(range.getAtIndex(JAVA_INT, 0), range.getAtIndex(JAVA_INT, 1));
        }
    }

    static void latency(long port, int mode, Range value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocateFrom(JAVA_INT, value.min, value.max);
            call(handle("jack_port_set_latency_range", RANGE), port, mode, range);
        }
    }

    private static final FunctionDescriptor RANGE =
            FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, ADDRESS);

    /// @throws IllegalStateException naming the function, when the result tells of an error
    static void check(String function, int result) {
        if (result != 0) {
            throw new IllegalStateException(function + " returned " + result);
        }
    }

    /// A text of C's, which may be none.
    static String text(long address) {
        return address == 0 ? "" : MEMORY.getString(address);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
