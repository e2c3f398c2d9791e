package eigentone.models.data;

import eigentone.audioio.file.FileMessage;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A corpus of piano rolls with the split that its scores are published for, from JSON, in gzip or
/// not:
///
///     {"train": [[[60, 64, 67], [...]], ...], "valid": [...], "test": [...]}
///
/// Each set is a list of pieces, each piece a list of steps, each step the list of pitches (21..108)
/// that sound. Every piece is named `file, set i`, counted from 0. In memory 16 bytes a step; the
/// file is read as a stream.
///
/// @param train to learn from
/// @param valid to choose by
/// @param test to report
public record MusicCorpus(List<PianoRoll> train, List<PianoRoll> valid, List<PianoRoll> test) {
    /// Unpacked: 36 times Nottingham, the largest of those in use here.
    private static final int MAX_BYTES = 128 << 20;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(MAX_BYTES)
                                    .maxNestingDepth(8)
                                    .maxStringLength(100)
                                    .maxNameLength(100)
                                    .maxNumberLength(20)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private enum Part {
        TRAIN,
        VALID,
        TEST;

        private final String field = name().toLowerCase(Locale.ROOT);
    }

    /// Copies the lists.
    public MusicCorpus {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
    }

    /// Reads a file; whether it is in gzip is told by its first bytes.
    ///
    /// @throws DataException naming the set, piece and step of what is wrong
    public static MusicCorpus read(Path file) throws IOException {
        String problem = FileMessage.whyUnreadable("training data", file);
        if (problem != null) {
            throw new DataException(problem);
        }
        try (InputStream in = open(file);
                JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            return new Reader(file, json).read();
        } catch (JacksonException | ZipException | EOFException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new DataException(
                    file, "", "JSON, in gzip or not", "something else: " + reason, "another copy");
        }
    }

    @SuppressWarnings("resource") // the caller closes what is returned, and with it the file
    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return gzip ? new GZIPInputStream(raw) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /// One pass through the tokens.
    private record Reader(Path file, JsonParser json) {
        MusicCorpus read() throws DataException {
            Map<Part, List<PianoRoll>> sets = new EnumMap<>(Part.class);
            expect(json.nextToken(), JsonToken.START_OBJECT, "");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                sets.put(part(json.currentName()), pieces(part(json.currentName())));
            }
            if (json.nextToken() != null) {
                throw wrong("", "one JSON object", "more after it");
            }
            for (Part part : Part.values()) {
                if (!sets.containsKey(part)) {
                    throw wrong("", "a set '" + part.field + "'", "none");
                }
            }
            return new MusicCorpus(
                    sets.getOrDefault(Part.TRAIN, List.of()),
                    sets.getOrDefault(Part.VALID, List.of()),
                    sets.getOrDefault(Part.TEST, List.of()));
        }

        private Part part(String name) throws DataException {
            for (Part part : Part.values()) {
                if (part.field.equals(name)) {
                    return part;
                }
            }
            throw wrong("", "the sets 'train', 'valid' and 'test'", "'" + name + "'");
        }

        private List<PianoRoll> pieces(Part part) throws DataException {
            List<PianoRoll> pieces = new ArrayList<>();
            expect(json.nextToken(), JsonToken.START_ARRAY, part.field);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                pieces.add(piece("%s %d".formatted(part.field, pieces.size())));
            }
            return pieces;
        }

        private PianoRoll piece(String place) throws DataException {
            expect(json.currentToken(), JsonToken.START_ARRAY, place);
            long[] keys = new long[256];
            int steps = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                String step = "%s, step %d".formatted(place, steps);
                expect(json.currentToken(), JsonToken.START_ARRAY, step);
                if (2 * steps == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * keys.length);
                }
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    PianoRoll.set(keys, steps, pitch(step));
                }
                steps++;
            }
            if (steps == 0) {
                throw wrong(place, "at least one step", "none");
            }
            return new PianoRoll(file + ", " + place, Arrays.copyOf(keys, 2 * steps));
        }

        private int pitch(String place) throws DataException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getLongValue() < PianoRoll.LOWEST_PITCH
                    || json.getLongValue() > PianoRoll.HIGHEST_PITCH) {
                throw wrong(place, "whole pitches in 21..108", "'" + json.getString() + "'");
            }
            return json.getIntValue();
        }

        private void expect(JsonToken got, JsonToken wanted, String place) throws DataException {
            if (got != wanted) {
                String what = wanted == JsonToken.START_ARRAY ? "a list [...]" : "an object {...}";
                throw wrong(place, what, "'" + json.getString() + "'");
            }
        }

        private DataException wrong(String place, String expected, String got) {
            return new DataException(
                    file, place, expected, got, "the form {\"train\": [[[60, 64], ...]], ...}");
        }
    }
}
