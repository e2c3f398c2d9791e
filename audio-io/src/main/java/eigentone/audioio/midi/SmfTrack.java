package eigentone.audioio.midi;

import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import java.util.ArrayList;
import java.util.List;

/// What one track chunk holds, as it stands there; [NotePairs] tidies it.
final class SmfTrack {
    final List<TimedMidi> events = new ArrayList<>();
    final List<TempoChange> tempi = new ArrayList<>();
    final List<MeterChange> meters = new ArrayList<>();
    final List<KeySignature> keys = new ArrayList<>();
    String name = "";
    long endTick;
}
