package eigentone.audioio.device;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import eigentone.engine.AudioThread;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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
/// All arguments and results are whole numbers and pointers, which C passes in registers; an `int`
/// is the low half of one. So they are all declared as `long`, and one shape for each count of
/// arguments serves every function: to link a shape takes Java tens of milliseconds, and sound
/// waits for it.
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
    private static final int EEXIST = 17;

    /// All of memory: an address is an offset into it.
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY =
            JackFinder.library().orElseThrow(() -> new IllegalStateException("JACK: no library"));

    private static final FunctionDescriptor[] SHAPES = {
        FunctionDescriptor.of(JAVA_LONG),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG)
    };

    /// Every callback, whatever C declares: what it takes less is not looked at.
    static final int CALLBACK_ARGUMENTS = 3;

    // The audio thread's: constants of the class, so that a call compiles to the native one.
    private static final MethodHandle PORT_GET_BUFFER = handle("jack_port_get_buffer", 2);
    private static final MethodHandle MIDI_EVENT_COUNT = handle("jack_midi_get_event_count", 1);
    private static final MethodHandle MIDI_EVENT_GET = handle("jack_midi_event_get", 3);
    private static final MethodHandle MIDI_CLEAR_BUFFER = handle("jack_midi_clear_buffer", 1);
    private static final MethodHandle MIDI_EVENT_RESERVE = handle("jack_midi_event_reserve", 3);
    private static final MethodHandle TRANSPORT_QUERY = handle("jack_transport_query", 2);

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

    private static MethodHandle handle(String function, int arguments) {
        return LINKER.downcallHandle(
                LIBRARY.find(function)
                        .orElseThrow(() -> new IllegalStateException("JACK has no " + function)),
                SHAPES[arguments]);
    }

    /// JACK prints on standard error what it also returns as codes. It hands its text to `strlen`
    /// instead: a function of the C library does not need a thread of Java's, as one of ours would.
    private static void silence() {
        long nothing = LINKER.defaultLookup().find("strlen").orElseThrow().address();
        call("jack_set_error_function", nothing);
        call("jack_set_info_function", nothing);
    }

    // ---- the audio thread's

    @AudioThread
    static long portGetBuffer(long port, int frames) {
        try {
            return (long) PORT_GET_BUFFER.invokeExact(port, (long) frames);
        } catch (Throwable e) {
            return 0;
        }
    }

    @AudioThread
    static int midiGetEventCount(long buffer) {
        try {
            return (int) (long) MIDI_EVENT_COUNT.invokeExact(buffer);
        } catch (Throwable e) {
            return 0;
        }
    }

    /// Fills the jack_midi_event_t at `event`; not 0 where there is no such event.
    @AudioThread
    static int midiEventGet(long event, long buffer, int index) {
        try {
            return (int) (long) MIDI_EVENT_GET.invokeExact(event, buffer, (long) index);
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
            long ignored = (long) MIDI_CLEAR_BUFFER.invokeExact(buffer);
        } catch (Throwable e) {
            return;
        }
    }

    /// Where to put the bytes of an event; 0 when there is no room, or a later one is there.
    @AudioThread
    static long midiEventReserve(long buffer, int atFrame, long bytes) {
        try {
            return (long) MIDI_EVENT_RESERVE.invokeExact(buffer, (long) atFrame, bytes);
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
            state = (int) (long) TRANSPORT_QUERY.invokeExact(client, position);
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
        MethodHandle open =
                LINKER.downcallHandle(
                        LIBRARY.find("jack_client_open").orElseThrow(),
                        SHAPES[4],
                        Linker.Option.firstVariadicArg(3));
        try (Arena arena = Arena.ofConfined()) {
            long options = NO_START_SERVER | (server == null ? 0 : SERVER_NAME);
            long named = server == null ? 0 : text(arena, server);
            return (long) open.invokeExact(text(arena, name), options, status.address(), named);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// A function of a client or a port alone: its result, which mostly means an error when it is
    /// not 0.
    static int of(String function, long object) {
        return (int) call(function, object);
    }

    static int of(String function, long object, int argument) {
        return (int) call(function, object, argument);
    }

    static String clientName(long client) {
        return text(call("jack_get_client_name", client));
    }

    /// Lets JACK call a stub.
    ///
    /// @param function `jack_set_..._callback`
    static void setCallback(String function, long client, MemorySegment stub) {
        check(function, (int) call(function, client, stub.address(), 0));
    }

    /// As [#setCallback], for the one function that returns nothing.
    static void onInfoShutdown(long client, MemorySegment stub) {
        call("jack_on_info_shutdown", client, stub.address(), 0);
    }

    /// A native function that calls `method` of `receiver`, which takes [#CALLBACK_ARGUMENTS] longs
    /// and returns one; it lives as long as the arena.
    static MemorySegment stub(
            MethodHandles.Lookup lookup, Object receiver, String method, Arena arena) {
        FunctionDescriptor shape = SHAPES[CALLBACK_ARGUMENTS];
        try {
            MethodHandle target =
                    lookup.findVirtual(receiver.getClass(), method, shape.toMethodType())
                            .bindTo(receiver);
            return LINKER.upcallStub(target, shape, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A stub as a method, to be called as JACK would.
    static MethodHandle caller(MemorySegment stub) {
        return LINKER.downcallHandle(stub, SHAPES[CALLBACK_ARGUMENTS]);
    }

    /// @return the port
    static long portRegister(long client, String name, String type, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long port =
                    call(
                            "jack_port_register",
                            client,
                            text(arena, name),
                            text(arena, type),
                            flags,
                            0);
            if (port == 0) {
                throw new IllegalStateException("it refuses the port " + name);
            }
            return port;
        }
    }

    static String portName(long port) {
        return text(call("jack_port_name", port));
    }

    /// The port of that full name, or 0.
    static long portByName(long client, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return call("jack_port_by_name", client, text(arena, name));
        }
    }

    /// True also when they are connected already.
    static boolean connect(long client, String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) call("jack_connect", client, text(arena, from), text(arena, to));
            return result == 0 || result == EEXIST;
        }
    }

    /// The full names of all ports of a type that have all the flags.
    static List<String> ports(long client, String type, int flags) {
        List<String> names = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long array = call("jack_get_ports", client, 0, text(arena, type), flags);
            if (array == 0) {
                return names;
            }
            for (long at = array; MEMORY.get(JAVA_LONG, at) != 0; at += JAVA_LONG.byteSize()) {
                names.add(text(MEMORY.get(JAVA_LONG, at)));
            }
            call("jack_free", array);
        }
        return names;
    }

    static int transportReposition(long client, MemorySegment position) {
        return (int) call("jack_transport_reposition", client, position.address());
    }

    /// The least and the most frames of latency.
    record Range(int min, int max) {}

    static Range latency(long port, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocate(JAVA_INT, 2);
            call("jack_port_get_latency_range", port, mode, range.address());
            return new Range(range.getAtIndex(JAVA_INT, 0), range.getAtIndex(JAVA_INT, 1));
        }
    }

    static void latency(long port, int mode, Range value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocateFrom(JAVA_INT, value.min, value.max);
            call("jack_port_set_latency_range", port, mode, range.address());
        }
    }

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

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    private static long call(String function, long a) {
        try {
            return (long) handle(function, 1).invokeExact(a);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static long call(String function, long a, long b) {
        try {
            return (long) handle(function, 2).invokeExact(a, b);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static long call(String function, long a, long b, long c) {
        try {
            return (long) handle(function, 3).invokeExact(a, b, c);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static long call(String function, long a, long b, long c, long d) {
        try {
            return (long) handle(function, 4).invokeExact(a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static long call(String function, long a, long b, long c, long d, long e) {
        try {
            return (long) handle(function, 5).invokeExact(a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return e instanceof IllegalStateException told ? told : new IllegalStateException(e);
    }
}
