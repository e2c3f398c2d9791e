package eigentone.bench.result;

import java.util.List;

/// All tasks, by name.
public final class Tasks {
    private static final String JSB =
            "LSTM 8.45, GRU 8.43, TCN 8.10 (arXiv:1803.01271); GRU 8.20, LSTM 8.33, RRU 7.72 (arXiv:2108.00527)";
    private static final String NOTTINGHAM =
            "LSTM 3.29, GRU 3.46, TCN 3.07 (arXiv:1803.01271); GRU 3.22, LSTM 3.25, RRU 2.92 (arXiv:2108.00527)";
    private static final String PIANO =
            "RNN 7.46 (Pascanu et al., ICML 2013); LSTM 7.54, GRU 7.58, RRU 7.38 (arXiv:2108.00527)";

    private static final String COPYING =
            "LSTM 0.0204, GRU 0.0197, EURNN 0.011, TCN 3.5e-5 (arXiv:1803.01271)";

    private Tasks() {}

    public static List<Task> all() {
        return List.of(
                new Klon("gru", 8, 200, 0.0050, 0),
                new Klon("gru", 24, 60, 0.0025, 0),
                new Klon("lstm", 16, 60, 0.01, 0.007),
                new Music(
                        "jsb",
                        "jsb_chorales.json.gz",
                        "gru",
                        128,
                        1,
                        0.3,
                        1e-2,
                        0.01,
                        200,
                        8.10,
                        JSB),
                new Music(
                        "nottingham",
                        "nottingham.json.gz",
                        "gru",
                        128,
                        1,
                        0.2,
                        5e-3,
                        0.01,
                        40,
                        3.07,
                        NOTTINGHAM),
                new Music("piano", "", "gru", 128, 1, 0.3, 3e-3, 0.01, 40, Double.NaN, PIANO),
                new Adding("gru", 32, 600, 60, 0.001),
                new Copying(128, 200, 50, ""),
                new Copying(128, 1000, 40, COPYING),
                new MackeyGlass(new EchoState(400, 0.9, 0.44, 1, 0.2), 3000, 100, 0.003),
                new Narma(new EchoState(400, 0.95, 1, 0.5, 0.2), 4000, 2000, 0.165),
                new ReverbFit(
                        new DelayNetworkReverb(
                                List.of(
                                        47, 59, 71, 83, 97, 113, 131, 149, 167, 191, 211, 233, 257,
                                        283, 311, 347),
                                0.6),
                        8000,
                        15));
    }
}
