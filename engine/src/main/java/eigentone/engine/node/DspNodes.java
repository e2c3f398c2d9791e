package eigentone.engine.node;

import eigentone.engine.catalog.NodeCatalog;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.node.analysis.EnvelopeFollower;
import eigentone.engine.node.analysis.Hearing;
import eigentone.engine.node.analysis.ZeroCrossingPitch;
import eigentone.engine.node.filter.Biquad;
import eigentone.engine.node.filter.Crossover;
import eigentone.engine.node.filter.DcBlock;
import eigentone.engine.node.filter.Ladder;
import eigentone.engine.node.filter.OnePole;
import eigentone.engine.node.filter.Svf;
import eigentone.engine.node.level.Amplifier;
import eigentone.engine.node.level.Compressor;
import eigentone.engine.node.level.Gain;
import eigentone.engine.node.level.Limiter;
import eigentone.engine.node.level.Mix;
import eigentone.engine.node.level.Pan;
import eigentone.engine.node.level.SoftClip;
import eigentone.engine.node.level.TanhShaper;
import eigentone.engine.node.modulation.Adsr;
import eigentone.engine.node.modulation.Envelope;
import eigentone.engine.node.modulation.Lfo;
import eigentone.engine.node.modulation.SampleAndHold;
import eigentone.engine.node.modulation.Slew;
import eigentone.engine.node.source.Constant;
import eigentone.engine.node.source.Impulse;
import eigentone.engine.node.source.PinkNoise;
import eigentone.engine.node.source.Pulse;
import eigentone.engine.node.source.SamplePlayer;
import eigentone.engine.node.source.Saw;
import eigentone.engine.node.source.Sine;
import eigentone.engine.node.source.Triangle;
import eigentone.engine.node.source.Wavetable;
import eigentone.engine.node.source.WhiteNoise;
import eigentone.engine.node.time.Chorus;
import eigentone.engine.node.time.Comb;
import eigentone.engine.node.time.Delay;
import eigentone.engine.node.time.Flanger;
import eigentone.engine.node.time.GerzonNetwork;
import eigentone.engine.node.time.GerzonResonator;
import eigentone.engine.node.time.SchroederAllpass;
import java.util.List;

/// The signal processing nodes of the engine, by family.
public final class DspNodes implements NodeCatalog {
    @Override
    public List<NodeType> types() {
        return List.of(
                // source
                Constant.TYPE,
                Impulse.TYPE,
                PinkNoise.TYPE,
                Pulse.TYPE,
                SamplePlayer.TYPE,
                Saw.TYPE,
                Sine.TYPE,
                Triangle.TYPE,
                Wavetable.TYPE,
                WhiteNoise.TYPE,

                // modulation
                Adsr.TYPE,
                Envelope.TYPE,
                Lfo.TYPE,
                SampleAndHold.TYPE,
                Slew.TYPE,

                // level
                Amplifier.TYPE,
                Compressor.TYPE,
                Gain.TYPE,
                Limiter.TYPE,
                Mix.TYPE,
                Pan.TYPE,
                SoftClip.TYPE,
                TanhShaper.TYPE,

                // analysis
                EnvelopeFollower.TYPE,
                Hearing.TYPE,
                ZeroCrossingPitch.TYPE,

                // filter
                Biquad.TYPE,
                Crossover.TYPE,
                DcBlock.TYPE,
                Ladder.TYPE,
                OnePole.TYPE,
                Svf.TYPE,

                // time
                Chorus.TYPE,
                Comb.TYPE,
                Delay.TYPE,
                Flanger.TYPE,
                GerzonNetwork.TYPE,
                GerzonResonator.TYPE,
                SchroederAllpass.TYPE);
    }
}
