package eigentone.app.render;

import eigentone.analysis.Listening;
import eigentone.app.console.UsageException;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.graph.Rate;
import eigentone.engine.run.OfflineRender;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Presets with their knobs turned, compiled to plans, each with what drives it.
final class Ensemble {
    private final List<Preset> presets = new ArrayList<>();
    private final List<Patch> patches = new ArrayList<>();
    private final List<OfflineRender.Part> parts = new ArrayList<>();

    /// @param names presets' names or files
    /// @param settings knob or `node.control` to a value, for every preset that has it
    /// @throws UsageException if a preset or setting is unknown or wrong
    Ensemble(PresetLibrary library, List<String> names, Map<String, Double> settings)
            throws IOException {
        for (String name : names) {
            presets.add(load(library, name));
        }
        Knobs.checkKnown(settings, presets);
        for (Preset p : presets) {
            patches.add(UsageException.of(() -> Knobs.turned(p, settings)));
        }
    }

    /// @throws UsageException if it is unknown or wrong
    static Preset load(PresetLibrary library, String name) throws IOException {
        try {
            return library.load(name);
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    Preset preset(int index) {
        return presets.get(index);
    }

    List<String> names() {
        return presets.stream().map(Preset::name).toList();
    }

    /// The only rate at which a preset plays, that of its trained models; 0 for any.
    double onlyRateHz(int index) {
        for (NodeSpec node : patches.get(index).nodes()) {
            if (node.rate() instanceof Rate.Audio) {
                double rateHz = Nodes.type(node.type()).create(node.settings()).stepsPerSecond();
                if (rateHz != 0) {
                    return rateHz;
                }
            }
        }
        return 0;
    }

    /// Whether any of the presets wants the master stage.
    boolean isMastered() {
        return presets.stream().anyMatch(Preset::master);
    }

    /// The widest output.
    int channels() {
        return patches.stream().mapToInt(Patch::outputChannels).max().orElseThrow();
    }

    /// Compiles a preset.
    ///
    /// @throws UsageException naming what is wrong with it
    Plan compile(int index, double rateHz, int blockFrames, long seed) {
        return UsageException.of(() -> Plan.compile(patches.get(index), rateHz, blockFrames, seed));
    }

    void add(OfflineRender.Part part) {
        parts.add(part);
    }

    List<OfflineRender.Part> parts() {
        return parts;
    }

    List<Plan> plans() {
        return parts.stream().map(OfflineRender.Part::plan).toList();
    }

    /// A part that plays a score.
    record Player(Plan plan, ScoreEvents score) implements OfflineRender.Part {
        @Override
        public void events(long from, long to) {
            score.until(to);
        }

        @Override
        public void input(float[][] in, int frames) {
            silence(in, frames);
        }
    }

    /// A part that a sound goes through.
    ///
    /// @param ear hears the sound and plays the plan; null for none
    record Processor(Plan plan, SoundInput sound, @Nullable Listening ear)
            implements OfflineRender.Part {
        @Override
        public void events(long from, long to) {
            if (ear != null) {
                int frames = (int) (to - from);
                float[] mono = new float[frames];
                sound.peek(mono, frames);
                ear.hear(mono, 0, frames, plan.events()::add);
            }
        }

        @Override
        public void input(float[][] in, int frames) {
            sound.take(in, frames);
        }
    }

    /// A part that plays by itself.
    record Generator(Plan plan) implements OfflineRender.Part {
        @Override
        public void events(long from, long to) {}

        @Override
        public void input(float[][] in, int frames) {
            silence(in, frames);
        }
    }

    private static void silence(float[][] in, int frames) {
        for (float[] channel : in) {
            Arrays.fill(channel, 0, frames, 0);
        }
    }
}
