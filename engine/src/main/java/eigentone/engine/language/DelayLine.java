package eigentone.engine.language;

import java.util.List;

/// A bounded delay line of a definition: read it here, feed it by [Definition#feed].
///
/// Reading k frames back gives what was fed k steps ago, so k is at least 1; before that many steps
/// it gives 0.
public final class DelayLine {
    private final Definition owner;
    private final Slot.Delay slot;

    DelayLine(Definition owner, Slot.Delay slot) {
        this.owner = owner;
        this.slot = slot;
    }

    /// Every channel `frames` steps ago.
    public Vec read(int frames) {
        if (frames < 1 || frames > slot.maxFrames()) {
            throw new ShapeException(
                    owner.name(),
                    "delay '" + slot.name() + "'",
                    "1.." + slot.maxFrames() + " frames",
                    Integer.toString(frames));
        }
        return read(owner.constant(frames));
    }

    /// Channel i `frames[i]` steps ago (or all channels by a scalar), rounded down and held to
    /// 1..max.
    public Vec read(Vec frames) {
        Shape shape = Shape.vector(slot.width());
        if (!frames.shape().isScalar() && !frames.shape().equals(shape)) {
            throw frames.error(
                    Operator.DELAY_READ,
                    "a scalar or " + shape + " delay times for '" + slot.name() + "'",
                    frames.shape().toString());
        }
        return new Vec(owner, Operator.DELAY_READ, shape, slot, List.of(frames));
    }

    /// Linear interpolation between frames: cheap, dull above a quarter of the sample rate.
    public Vec readLinear(Vec frames) {
        Vec whole = Functions.floor(frames), part = frames.minus(whole);
        return Functions.lerp(read(whole), read(whole.plus(1)), part);
    }

    /// Third-order Lagrange interpolation over four frames; needs a delay of at least 2 frames.
    ///
    /// Source: Laakso et al., "Splitting the Unit Delay", IEEE Signal Processing Magazine 13(1),
    /// 1996.
    public Vec readCubic(Vec frames) {
        Vec whole = Functions.floor(frames);
        return readCubic(whole, frames.minus(whole));
    }

    /// As [#readCubic(Vec)] at `whole + f` frames, `f` in 0..1: where a long delay moves by a
    /// little, adding the two would cost the little its low bits.
    public Vec readCubic(Vec whole, Vec f) {
        Vec a = read(whole.minus(1)),
                b = read(whole),
                c = read(whole.plus(1)),
                d = read(whole.plus(2));
        Vec f1 = f.plus(1), f2 = f.minus(1), f3 = f.minus(2);
        Vec wa = f.times(f2).times(f3).times(-1.0 / 6);
        Vec wb = f1.times(f2).times(f3).times(0.5);
        Vec wc = f1.times(f).times(f3).times(-0.5);
        Vec wd = f1.times(f).times(f2).times(1.0 / 6);
        return Functions.fma(a, wa, Functions.fma(b, wb, Functions.fma(c, wc, d.times(wd))));
    }

    public int maxFrames() {
        return slot.maxFrames();
    }

    public int width() {
        return slot.width();
    }

    Slot.Delay slot() {
        return slot;
    }

    Definition owner() {
        return owner;
    }
}
