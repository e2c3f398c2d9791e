package eigentone.models.cell;

import eigentone.engine.faults.Planted;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import eigentone.models.cell.gated.Gru;
import eigentone.models.cell.gated.Lstm;
import eigentone.models.cell.vanilla.Elman;
import eigentone.models.file.TorchWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One file of golden vectors: a network of one or more layers and what it answers.
///
/// @param tensors PyTorch's state dictionary
/// @param finalC empty where the kind has no second state
record GoldenVectors(
        String file,
        TorchWeights.Kind kind,
        int inputs,
        int units,
        int layers,
        int steps,
        Map<String, float[]> tensors,
        double[] x,
        double[] y,
        double[] finalH,
        double[] finalC,
        double loss,
        Map<String, double[]> grad,
        double[] gradX) {

    /// What a run gave, laid out as the file is.
    record Run(double[] y, double[] finalH, double[] finalC) {}

    /// Every `.json` of a folder.
    ///
    /// @throws IllegalArgumentException when the folder is missing or holds none
    static List<GoldenVectors> folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("golden vectors: no folder " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<GoldenVectors> all =
                    files.filter(p -> p.toString().endsWith(".json"))
                            .sorted()
                            .map(GoldenVectors::read)
                            .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("golden vectors: no .json in " + folder);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GoldenVectors read(Path path) {
        JsonNode json = JsonMapper.shared().readTree(path.toFile());
        String kind = json.path("kind").asString("");
        Map<String, float[]> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> w : json.path("weights").properties()) {
            tensors.put(w.getKey(), floats(path, w.getKey(), numbers(w.getValue().path("data"))));
        }
        GoldenVectors golden =
                new GoldenVectors(
                        path.getFileName().toString(),
                        switch (kind) {
                            case "rnn" -> TorchWeights.Kind.RNN;
                            case "gru" -> TorchWeights.Kind.GRU;
                            case "lstm" -> TorchWeights.Kind.LSTM;
                            default ->
                                    throw new IllegalArgumentException(
                                            path
                                                    + ": expected kind rnn, gru or lstm, got '"
                                                    + kind
                                                    + "'");
                        },
                        json.path("inputs").asInt(),
                        json.path("units").asInt(),
                        json.path("layers").asInt(),
                        json.path("steps").asInt(),
                        tensors,
                        numbers(json.path("x")),
                        numbers(json.path("y")),
                        numbers(json.path("final_h")),
                        numbers(json.path("final_c")),
                        json.path("loss").asDouble(),
                        gradients(json.path("grad")),
                        numbers(json.path("grad_x")));
        golden.checkSizes();
        return golden;
    }

    private void checkSizes() {
        boolean lstm = kind == TorchWeights.Kind.LSTM;
        if (layers < 1
                || steps < 1
                || x.length != steps * inputs
                || y.length != steps * units
                || finalH.length != layers * units
                || finalC.length != (lstm ? layers * units : 0)
                || tensors.size() != 4 * layers
                || grad.size() != 4 * layers
                || gradX.length != x.length) {
            throw new IllegalArgumentException(file + ": sizes do not agree with the header");
        }
    }

    private static Map<String, double[]> gradients(JsonNode json) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> g : json.properties()) {
            gradients.put(g.getKey(), numbers(g.getValue()));
        }
        return gradients;
    }

    private static double[] numbers(JsonNode array) {
        double[] v = new double[array.size()];
        Arrays.setAll(v, i -> array.get(i).asDouble());
        return v;
    }

    private static float[] floats(Path path, String tensor, double[] values) {
        float[] f = new float[values.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) values[i];
            if (f[i] != values[i]) {
                throw new IllegalArgumentException(
                        path + ", " + tensor + ": expected float32 values, got " + values[i]);
            }
        }
        return f;
    }

    int inputsOf(int layer) {
        return layer == 0 ? inputs : units;
    }

    Program program(int layer) {
        return Planted.program(cell(inputsOf(layer)), 1);
    }

    private Recurrence cell(int width) {
        return switch (kind) {
            case RNN -> new Elman(width, units);
            case GRU -> new Gru(width, units);
            case LSTM -> new Lstm(width, units);
        };
    }

    Weights weights(int layer) {
        return TorchWeights.layer(kind, tensors, "", inputsOf(layer), units, layer);
    }

    /// The layers one after the other in the float64 reference.
    Run reference() {
        double[] signal = x, h = new double[layers * units], c = new double[finalC.length];
        for (int layer = 0; layer < layers; layer++) {
            Reference cell = new Reference(program(layer), weights(layer), 0);
            double[] out = new double[steps * units];
            int width = inputsOf(layer);
            for (int t = 0; t < steps; t++) {
                double[] frame = Arrays.copyOfRange(signal, t * width, (t + 1) * width);
                System.arraycopy(cell.step(frame)[0], 0, out, t * units, units);
            }
            System.arraycopy(cell.state(0), 0, h, layer * units, units);
            if (c.length > 0) {
                System.arraycopy(cell.state(1), 0, c, layer * units, units);
            }
            signal = out;
        }
        return new Run(signal, h, c);
    }

    /// The layers one after the other in the float32 kernel.
    Run kernel() {
        float[] signal = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            signal[i] = (float) x[i];
        }
        double[] h = new double[layers * units], c = new double[finalC.length];
        for (int layer = 0; layer < layers; layer++) {
            KernelInstance cell =
                    Kernel.compile(program(layer), 1).instance(weights(layer), "cell", 0);
            float[] out = new float[steps * units];
            cell.run(new float[][] {signal}, new float[][] {out}, 0, steps, new boolean[] {true});
            for (int j = 0; j < units; j++) {
                h[layer * units + j] = cell.state(0, j, 0);
                if (c.length > 0) {
                    c[layer * units + j] = cell.state(1, j, 0);
                }
            }
            signal = out;
        }
        double[] last = new double[signal.length];
        for (int i = 0; i < last.length; i++) {
            last[i] = signal[i];
        }
        return new Run(last, h, c);
    }

    /// The greatest difference of outputs and final states.
    double error(Run run) {
        return Math.max(
                greatest(y, run.y()),
                Math.max(greatest(finalH, run.finalH()), greatest(finalC, run.finalC())));
    }

    private static double greatest(double[] a, double[] b) {
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            double e = Math.abs(a[i] - b[i]);
            worst = e > worst || Double.isNaN(e) ? e : worst;
        }
        return worst;
    }

    GoldenVectors with(Map<String, float[]> otherTensors) {
        return new GoldenVectors(
                file,
                kind,
                inputs,
                units,
                layers,
                steps,
                otherTensors,
                x,
                y,
                finalH,
                finalC,
                loss,
                grad,
                gradX);
    }

    /// This network with a mistake of the kind that a mapping makes; the numbers to meet stay.
    List<GoldenVectors> planted() {
        List<GoldenVectors> wrong = new ArrayList<>();
        int last = layers - 1;
        wrong.add(transposed("weight_hh_l" + last));
        wrong.add(without("bias_ih_l0"));
        wrong.add(without("bias_hh_l" + last));
        if (kind != TorchWeights.Kind.RNN) {
            wrong.add(swapped("weight_ih_l0", inputs, 0, 1));
            wrong.add(swapped("weight_hh_l" + last, units, 0, 1));
            wrong.add(swapped("bias_hh_l" + last, 1, 1, 2));
        }
        return wrong;
    }

    private GoldenVectors transposed(String tensor) {
        float[] w = tensors.get(tensor).clone();
        for (int i = 0; i < units; i++) {
            for (int j = 0; j < i; j++) {
                float v = w[i * units + j];
                w[i * units + j] = w[j * units + i];
                w[j * units + i] = v;
            }
        }
        return replaced(tensor, w);
    }

    private GoldenVectors without(String tensor) {
        return replaced(tensor, new float[tensors.get(tensor).length]);
    }

    private GoldenVectors swapped(String tensor, int columns, int a, int b) {
        float[] from = tensors.get(tensor), to = from.clone();
        int gate = units * columns;
        System.arraycopy(from, a * gate, to, b * gate, gate);
        System.arraycopy(from, b * gate, to, a * gate, gate);
        return replaced(tensor, to);
    }

    private GoldenVectors replaced(String tensor, float[] entries) {
        Map<String, float[]> other = new LinkedHashMap<>(tensors);
        other.put(tensor, entries);
        return with(other);
    }

    @Override
    public String toString() {
        return file;
    }
}
