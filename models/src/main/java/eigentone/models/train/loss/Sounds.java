package eigentone.models.train.loss;

/// One channel of one lane: the sound that is and the one that should be, both under their mask.
record Sounds(double[] output, double[] target, double[] mask) {
    static Sounds of(Frames output, Frames target, float[] mask, int channel, int lane) {
        int frames = output.frames();
        Sounds sounds = new Sounds(new double[frames], new double[frames], new double[frames]);
        for (int t = 0; t < frames; t++) {
            double m = mask[t * output.lanes() + lane];
            sounds.output[t] = m * output.at(t, channel, lane);
            sounds.target[t] = m * target.at(t, channel, lane);
            sounds.mask[t] = m;
        }
        return sounds;
    }
}
