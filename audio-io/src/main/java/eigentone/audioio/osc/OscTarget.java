package eigentone.audioio.osc;

import eigentone.engine.language.ControlSpec;
import java.util.List;

/// What Open Sound Control controls: the instrument. Called from the server's thread alone.
///
/// A frame is [#NOW] or one that is still to come. Those to come arrive in their order, a few
/// milliseconds before they are due; what is to happen now must not wait for them, so it needs an
/// event queue of its own.
public interface OscTarget {
    /// At once.
    long NOW = 0;

    /// A knob or control that can be turned.
    ///
    /// @param name a knob's id, or `node.control`
    /// @param spec its unit and range
    /// @param value where it stands
    /// @param help a sentence, or empty
    record Parameter(String name, ControlSpec spec, double value, String help) {}

    /// All that can be turned now; another preset has others.
    List<Parameter> parameters();

    /// The frame that will play in `seconds` from now.
    long frameIn(double seconds);

    /// @param name of one of [#parameters()]
    /// @param value within its range
    void turn(long frame, String name, double value);

    /// @param channel 0..15
    /// @param key 0..127, by which it is released
    /// @param pitchSemitones the key, or something between keys
    /// @param velocity above 0, up to 1
    void noteOn(long frame, int channel, int key, double pitchSemitones, double velocity);

    /// @param velocity 0..1
    void noteOff(long frame, int channel, int key, double velocity);

    /// @param beatsPerMinute 1..2000
    void tempo(long frame, double beatsPerMinute);

    /// Moves musical time.
    ///
    /// @param beat 0 or above
    void locate(long frame, double beat);

    /// Lets musical time run or stand still.
    void run(long frame, boolean runs);

    /// Asks for another preset; a name, never a file.
    ///
    /// @throws IllegalArgumentException in one line, when there is none of that name
    void preset(String name);

    /// The name of the preset that plays.
    String preset();

    /// Silences everything.
    void panic();
}
