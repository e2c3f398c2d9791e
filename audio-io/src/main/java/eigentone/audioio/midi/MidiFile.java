package eigentone.audioio.midi;

import eigentone.audioio.file.FileMessage;
import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import eigentone.engine.time.TempoMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A Standard MIDI File of type 0 or 1: all its channel messages in one list, and its tempo map.
///
/// Notes are paired: every note-on is followed by its note-off, known by track, channel and key.
/// The rules for overlaps and strays are those of [NotePairs]; the order at one tick is that of
/// [TrackMerge]. Sysex, lyrics and markers are left out. Immutable; any thread but the audio
/// thread.
///
/// @param type 0 for one track, 1 for several that play together
/// @param division ticks a beat if above 0, else an SMPTE division as in the file
/// @param events all channel messages in order of their ticks
/// @param notes all notes in order of their beginnings
/// @param trackNames one name a track, empty if it has none
/// @param tempo ticks to seconds, beats and bars
/// @param keys key signatures in order of their ticks
/// @param lengthTicks the end of the longest track
public record MidiFile(
        int type,
        int division,
        List<TimedMidi> events,
        List<MidiNote> notes,
        List<String> trackNames,
        TempoMap tempo,
        List<KeySignature> keys,
        long lengthTicks) {
    /// Half a million notes, more than any score has; a note takes 25 times its bytes in memory.
    private static final long MAX_BYTES = 4 << 20;

    /// Takes its own copies of the lists.
    public MidiFile {
        events = List.copyOf(events);
        notes = List.copyOf(notes);
        trackNames = List.copyOf(trackNames);
        keys = List.copyOf(keys);
    }

    /// Reads a file.
    ///
    /// @throws MidiFileException if it is missing, empty, damaged, of type 2 or above 4 MiB
    /// @throws IOException if the disk fails
    public static MidiFile read(Path file) throws IOException {
        String problem = FileMessage.whyUnreadable("MIDI file", file);
        if (problem != null) {
            throw new MidiFileException(problem);
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new MidiFileException(
                    file.toString(),
                    "",
                    "at most " + MAX_BYTES + " bytes",
                    Long.toString(size),
                    "splitting it");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /// Reads the content of a file.
    ///
    /// @param name what messages call it
    /// @throws MidiFileException if it is damaged or of type 2
    public static MidiFile parse(byte[] content, String name) throws MidiFileException {
        SmfParser parsed = SmfParser.parse(content, name);
        List<List<TimedMidi>> events = new ArrayList<>();
        List<MidiNote> notes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<TempoChange> tempi = new ArrayList<>();
        List<MeterChange> meters = new ArrayList<>();
        List<KeySignature> keys = new ArrayList<>();
        long length = 0;
        for (SmfTrack track : parsed.tracks()) {
            NotePairs pairs = NotePairs.of(track, names.size());
            events.add(pairs.events());
            notes.addAll(pairs.notes());
            names.add(track.name);
            tempi.addAll(track.tempi);
            meters.addAll(track.meters);
            keys.addAll(track.keys);
            length = Math.max(length, track.endTick);
        }
        notes.sort(
                Comparator.comparingLong(MidiNote::startTick)
                        .thenComparingInt(MidiNote::track)
                        .thenComparingInt(MidiNote::channel)
                        .thenComparingInt(MidiNote::key));
        keys.sort(Comparator.comparingLong(KeySignature::tick));
        int division = parsed.division();
        TempoMap tempo =
                division > 0
                        ? TempoMap.musical(division, tempi, meters)
                        : TempoMap.smpte(-(division >> 8), division & 0xff, tempi, meters);
        return new MidiFile(
                parsed.type(), division, TrackMerge.of(events), notes, names, tempo, keys, length);
    }

    /// Writes this as a file of the same type: what was read reads back equal.
    ///
    /// @throws IOException if the disk is full or the folder not writable; an older file is intact
    public void write(Path target) throws IOException {
        MidiFileWriter writer = new MidiFileWriter(division);
        tempo.tempi().forEach(writer::tempo);
        tempo.meters().changes().forEach(writer::meter);
        keys.forEach(writer::key);
        List<MidiFileWriter.Track> tracks = new ArrayList<>();
        for (String name : trackNames) {
            tracks.add(writer.track(name));
        }
        for (TimedMidi event : events) {
            tracks.get(event.track()).event(event);
        }
        if (!tracks.isEmpty()) {
            tracks.get(0).endAt(lengthTicks);
        }
        writer.write(target, type);
    }

    /// Length in seconds: the end of the longest track.
    public double lengthSeconds() {
        return tempo.ticksToSeconds(lengthTicks);
    }

    /// All channel messages with their times.
    public List<MidiAtSeconds> inSeconds() {
        return events.stream()
                .map(e -> new MidiAtSeconds(tempo.ticksToSeconds(e.tick()), e))
                .toList();
    }
}
