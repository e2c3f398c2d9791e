package eigentone.engine.clock;

import eigentone.engine.AudioThread;
import eigentone.engine.event.EventQueue;

/// Follows the transport of a host, such as JACK's, which says at every block where it stands.
///
/// Until it has rolled once, nothing happens: a transport that nobody uses stands for ever, and
/// musical time shall not stand with it.
public final class TransportFollower {
    /// JACK's ticks are 1/1920 of a beat: what is nearer is the same place.
    private static final double SAME_BEATS = 0.001;

    /// Farther away than this, the host has jumped.
    private static final double JUMP_BEATS = 0.125;

    private static final double SAME_TEMPO = 1e-6;

    private final Clock clock;
    private final double sampleRateHz;
    private final EventQueue to;
    private boolean rolled;
    private long expectedSongFrame;
    private long lastFrame;

    /// @param clock what the events will move; read only
    /// @param to where the events go
    public TransportFollower(Clock clock, double sampleRateHz, EventQueue to) {
        this.clock = clock;
        this.sampleRateHz = sampleRateHz;
        this.to = to;
    }

    /// Where the transport stands at `frame`, the first of a block.
    ///
    /// @param songFrame frames since the song's start
    /// @param beat since the song's start; counts when `beatsPerMinute` is above 0
    /// @param beatsPerMinute or 0 when the host does not say
    @AudioThread
    public void block(
            long frame, boolean rolling, long songFrame, double beat, double beatsPerMinute) {
        boolean knows =
                beatsPerMinute > 0 && beatsPerMinute <= Double.MAX_VALUE && Math.abs(beat) < 1e9;
        if (rolling) {
            double tempo = knows ? beatsPerMinute : clock.tempo();
            double place = knows ? beat : songFrame * tempo / (60 * sampleRateHz);
            if (!rolled) {
                go(frame, place, tempo);
                to.add(frame, EventQueue.RUN, 0, 1, 0);
            } else if (knows) {
                steer(frame, place, tempo);
            } else if (songFrame != expectedSongFrame + (frame - lastFrame)) {
                go(frame, place, tempo);
            }
        } else if (rolled) {
            to.add(frame, EventQueue.RUN, 0, 0, 0);
        }
        rolled = rolling;
        expectedSongFrame = songFrame;
        lastFrame = frame;
    }

    private void go(long frame, double beat, double tempo) {
        to.tempo(frame, tempo);
        to.add(frame, EventQueue.LOCATE, 0, beat, 0);
    }

    private void steer(long frame, double beat, double tempo) {
        double behind = beat - clock.beat(frame);
        if (Math.abs(behind) > JUMP_BEATS) {
            go(frame, beat, tempo);
            return;
        }
        double wanted = tempo * (1 + (Math.abs(behind) > SAME_BEATS ? behind : 0));
        if (Math.abs(wanted / clock.tempo() - 1) > SAME_TEMPO) {
            to.tempo(frame, wanted);
        }
    }
}
