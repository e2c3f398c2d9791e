package eigentone.bench.training;

import eigentone.engine.program.Weights;
import eigentone.models.file.TorchWeights;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// PyTorch in a process of its own, for rounds in turns with ours.
final class Torch implements AutoCloseable {
    private static final String SCRIPT = "torch_training.py";

    /// The interpreters that may have it: the system's, where packages install it, then the path's.
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

    private final Path folder;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final Map<String, float[]> state = new LinkedHashMap<>();

    /// What a round took, and the losses before each iteration.
    record Round(double seconds, double[] losses) {}

    private Torch(String python, String cell, int units, int threads, float[] x, float[] y)
            throws IOException {
        folder = Files.createTempDirectory("eigentone-bench");
        Path script = folder.resolve(SCRIPT), data = folder.resolve("data.f32");
        try (InputStream text = Objects.requireNonNull(Torch.class.getResourceAsStream(SCRIPT))) {
            Files.copy(text, script);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * (x.length + y.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(x).put(y);
        Files.write(data, bytes.array());
        ProcessBuilder builder =
                new ProcessBuilder(
                        python,
                        script.toString(),
                        cell,
                        Integer.toString(units),
                        Integer.toString(TrainingCase.SEQUENCES),
                        Integer.toString(TrainingCase.STEPS),
                        data.toString());
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        process = builder.start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        for (Map.Entry<String, JsonNode> w : answer().properties()) {
            state.put(w.getKey(), floats(w.getValue()));
        }
    }

    /// Starts it.
    static Torch start(String cell, int units, int threads, float[] x, float[] y)
            throws IOException {
        return new Torch(Objects.requireNonNull(python()), cell, units, threads, x, y);
    }

    /// The interpreter that has PyTorch, or null.
    static @Nullable String python() {
        for (String python : PYTHONS) {
            try {
                Process p =
                        new ProcessBuilder(python, "-c", "import torch, numpy")
                                .redirectErrorStream(true)
                                .start();
                p.getInputStream().readAllBytes();
                if (p.waitFor() == 0) {
                    return python;
                }
            } catch (IOException e) {
                // Not there: try the next.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }

    /// Its initial weights under the names of [TrainingCase].
    Weights weights(String cell, int units) {
        TorchWeights.Kind kind =
                cell.equals("elman")
                        ? TorchWeights.Kind.RNN
                        : TorchWeights.Kind.valueOf(cell.toUpperCase(Locale.ROOT));
        Weights layer = TorchWeights.layer(kind, state, "", 1, units, 0);
        Map<String, float[]> all = new LinkedHashMap<>();
        layer.names().forEach(name -> all.put("layer1." + name, layer.get(name)));
        for (String name : List.of("dense.weight", "dense.bias")) {
            all.put(name, Objects.requireNonNull(state.get(name)));
        }
        return Weights.of(all);
    }

    Round run(int iterations) {
        try {
            in.write(iterations + "\n");
            in.flush();
            JsonNode answer = answer();
            float[] losses = floats(answer.get(1));
            double[] wide = new double[losses.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = answer.get(1).get(i).asDouble();
            }
            return new Round(answer.get(0).asDouble(), wide);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("PyTorch ended without an answer");
        }
        return JsonMapper.shared().readTree(line);
    }

    private static float[] floats(JsonNode array) {
        float[] v = new float[array.size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) array.get(i).asDouble();
        }
        return v;
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        for (String name : List.of(SCRIPT, "data.f32", "")) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }
}
