package eigentone.audioio.osc;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Hears Open Sound Control by UDP, and tells those who have subscribed what changes.
///
/// What a packet gets wrong is counted and answered with one `/eigentone/reply/error`; nothing ends
/// the server but [#close()]. Bundles with a time tag are held until shortly before their frame.
public final class OscServer implements AutoCloseable {
    public static final int DEFAULT_PORT = 57130;

    /// The most that a UDP packet can hold, and a byte.
    private static final int BUFFER = 65_508;

    /// How long before its frame a message reaches the target: more than the thread may be late.
    private static final long LEAD_NANOS = 20_000_000;

    private static final int MOST_WAITING = 4096;
    private static final double LONGEST_WAIT_SECONDS = 3600;
    private static final int MOST_SUBSCRIBERS = 16;
    private static final int USUAL_SUBSCRIPTION_SECONDS = 60;
    private static final int IDLE_MILLIS = 500;

    private record Waiting(
            long dueNanos, long order, OscMessage message, long frame, SocketAddress from) {}

    private final DatagramSocket socket;
    private final OscTarget target;
    private final OscDispatcher dispatcher;
    private final Thread thread;
    private final Map<SocketAddress, Long> subscribers = new ConcurrentHashMap<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(
                    Comparator.comparingLong(Waiting::frame).thenComparingLong(Waiting::order));
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean framesBeganAnew;
    private long order;

    /// Opens a port and listens.
    ///
    /// @param at where; [#loopback] unless other machines shall reach it
    /// @throws IOException in one line, when the port is taken
    public OscServer(InetSocketAddress at, OscTarget target) throws IOException {
        this.target = target;
        dispatcher = new OscDispatcher(target);
        try {
            socket = new DatagramSocket(at);
        } catch (IOException e) {
            throw new IOException(
                    "OSC port %d at %s: expected a free port, got '%s'; try another port, or 0 for any"
                            .formatted(at.getPort(), at.getHostString(), e.getMessage()),
                    e);
        }
        thread = Thread.ofPlatform().daemon().name("osc").start(this::listen);
    }

    /// This machine alone.
    ///
    /// @param port or 0 for any that is free
    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void listen() {
        DatagramPacket packet = new DatagramPacket(new byte[BUFFER], BUFFER);
        while (!socket.isClosed()) {
            try {
                socket.setSoTimeout(millisToWait());
                packet.setLength(BUFFER);
                socket.receive(packet);
                packets.incrementAndGet();
                take(packet);
            } catch (SocketTimeoutException e) {
                // Nothing came until something waiting is due.
            } catch (IOException e) {
                // The socket is closed, or the system reports an earlier answer as undeliverable.
            }
            releaseDue();
        }
    }

    private int millisToWait() {
        Waiting next = waiting.peek();
        if (next == null) {
            return IDLE_MILLIS;
        }
        long millis = (next.dueNanos() - System.nanoTime()) / 1_000_000;
        return (int) Math.max(1, Math.min(IDLE_MILLIS, millis));
    }

    private void take(DatagramPacket packet) {
        SocketAddress from = packet.getSocketAddress();
        List<OscMessage> messages;
        try {
            messages = OscCodec.read(packet.getData(), packet.getLength());
        } catch (OscException e) {
            malformed.incrementAndGet();
            return;
        }
        String firstError = "";
        long now = now();
        long tag = OscTime.IMMEDIATELY;
        double seconds = 0;
        long frame = OscTarget.NOW;
        for (OscMessage m : messages) {
            // What is of one time is of one frame, though time goes on meanwhile.
            if (m.timeTag() != tag) {
                tag = m.timeTag();
                seconds = tag == OscTime.IMMEDIATELY ? 0 : OscTime.seconds(tag, now);
                // Frame 0 would mean now.
                frame = seconds > 0 ? Math.max(1, target.frameIn(seconds)) : OscTarget.NOW;
            }
            String error =
                    seconds > 0 ? hold(m, seconds, frame, from) : done(m, OscTarget.NOW, from);
            firstError = firstError.isEmpty() ? error : firstError;
        }
        answerError(firstError, from);
    }

    private static long now() {
        Instant now = Clock.systemUTC().instant();
        return OscTime.ofEpochNanos(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private String hold(OscMessage m, double seconds, long frame, SocketAddress from) {
        if (seconds > LONGEST_WAIT_SECONDS || waiting.size() == MOST_WAITING) {
            refused.incrementAndGet();
            return "bundle: expected at most %d messages that wait, and each for an hour at most"
                    .formatted(MOST_WAITING);
        }
        long due = System.nanoTime() + (long) (seconds * 1e9) - LEAD_NANOS;
        waiting.add(new Waiting(due, order++, m, frame, from));
        return "";
    }

    /// The target counts its frames anew: what waits is to be at the frames of its times again.
    /// From any thread.
    public void framesBeginAnew() {
        framesBeganAnew = true;
    }

    private void numberAgain() {
        if (!framesBeganAnew) {
            return;
        }
        framesBeganAnew = false;
        List<Waiting> all = new ArrayList<>(waiting);
        waiting.clear();
        long now = System.nanoTime();
        // What was of one frame is of one frame.
        Map<Long, Long> frames = new HashMap<>();
        for (Waiting w : all) {
            double seconds = Math.max(0, (w.dueNanos() + LEAD_NANOS - now) / 1e9);
            long frame =
                    frames.computeIfAbsent(w.frame(), old -> Math.max(1, target.frameIn(seconds)));
            waiting.add(new Waiting(w.dueNanos(), w.order(), w.message(), frame, w.from()));
        }
    }

    private void releaseDue() {
        numberAgain();
        while (!waiting.isEmpty() && waiting.peek().dueNanos() <= System.nanoTime()) {
            Waiting w = waiting.remove();
            answerError(done(w.message(), w.frame(), w.from()), w.from());
        }
    }

    /// Does it; returns the complaint, or nothing.
    private String done(OscMessage m, long frame, SocketAddress from) {
        try {
            dispatcher.dispatch(m, frame, answer -> send(answer, from));
            if (m.address().equals(OscAddress.ROOT + "subscribe")) {
                subscribe(m, from);
            }
            return "";
        } catch (OscException e) {
            refused.incrementAndGet();
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // A fault of the target; the performance goes on.
            refused.incrementAndGet();
            return m.address() + ": failed: " + e;
        }
    }

    private void subscribe(OscMessage m, SocketAddress from) throws OscException {
        int seconds = m.arguments().isEmpty() ? USUAL_SUBSCRIPTION_SECONDS : m.whole(0, 0, 3600);
        subscribers.values().removeIf(until -> until < System.nanoTime());
        if (seconds == 0) {
            subscribers.remove(from);
        } else if (subscribers.size() < MOST_SUBSCRIBERS || subscribers.containsKey(from)) {
            subscribers.put(from, System.nanoTime() + seconds * 1_000_000_000L);
        } else {
            throw new OscException(
                    "subscribe: expected at most " + MOST_SUBSCRIBERS + " subscribers, got more");
        }
    }

    private void answerError(String error, SocketAddress to) {
        if (!error.isEmpty()) {
            send(OscMessage.of(OscAddress.REPLY + "error", error), to);
        }
    }

    /// Tells subscribers that a knob or control has changed.
    ///
    /// @param name a knob's id or `node.control`
    public void tellTurned(String name, double value) {
        tell(OscAddress.path(name).substring(OscAddress.ROOT.length()), (float) value);
    }

    /// Tells subscribers something else, from `/eigentone/reply/` and `what`: a preset, a level.
    public void tell(String what, Object... arguments) {
        long now = System.nanoTime();
        subscribers.forEach((to, until) -> {
            if (until >= now) {
                send(OscMessage.of(OscAddress.REPLY + what, arguments), to);
            }
        });
    }

    private void send(OscMessage message, SocketAddress to) {
        byte[] bytes = OscCodec.write(message);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            // The asker has gone, as askers do; UDP promises nothing.
            subscribers.remove(to);
        }
    }

    /// Packets heard so far.
    public long packets() {
        return packets.get();
    }

    /// Packets that were no OSC.
    public long malformed() {
        return malformed.get();
    }

    /// Messages that made no sense here, or found no room to wait.
    public long refused() {
        return refused.get();
    }

    /// Ends it; waits for at most a second.
    @Override
    public void close() {
        socket.close();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
