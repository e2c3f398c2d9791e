package eigentone.models.file;

import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Weights of PyTorch's recurrent layers under the names that the cells use.
///
/// PyTorch stacks the gates of a layer in the rows of one matrix: r|z|n in a GRU, i|f|g|o in an
/// LSTM. `weight_ih_l0` [gates * units x inputs] acts on the input, `weight_hh_l0` [gates * units x
/// units] on the state; `bias_ih_l0` and `bias_hh_l0` likewise, and `_l1` is the next layer.
public final class TorchWeights {
    /// Which kind of layer a state dictionary holds, with its gates in PyTorch's order of rows:
    /// names of what acts on the input, then of what acts on the state.
    public enum Kind {
        RNN(List.of("input"), List.of("recurrent")),
        GRU(
                List.of("reset", "update", "candidate"),
                List.of("resetState", "updateState", "candidateState")),
        LSTM(
                List.of("input", "forget", "candidate", "output"),
                List.of("inputState", "forgetState", "candidateState", "outputState"));

        private final List<String> onInput;
        private final List<String> onState;

        Kind(List<String> onInput, List<String> onState) {
            this.onInput = onInput;
            this.onState = onState;
        }

        /// The layers on the input, in PyTorch's order of gates.
        public List<String> onInput() {
            return onInput;
        }

        /// The layers on the state, likewise.
        public List<String> onState() {
            return onState;
        }
    }

    private TorchWeights() {}

    /// The weights of one layer for `Elman`, `Gru` or `Lstm`.
    ///
    /// @param tensors a state dictionary, each tensor row-major, under PyTorch's names
    /// @param prefix what comes before `weight_ih_l0`, e.g. `rec.`; may be empty
    /// @param inputs columns of the layer's input matrix
    /// @param units rows of one gate
    /// @param layer counts from 0
    /// @throws IllegalArgumentException naming a tensor that is missing or has another size
    public static Weights layer(
            Kind kind,
            Map<String, float[]> tensors,
            String prefix,
            int inputs,
            int units,
            int layer) {
        Weights w = Weights.none();
        w =
                gates(
                        w,
                        kind.onInput,
                        "weight",
                        tensors,
                        prefix + "weight_ih_l" + layer,
                        units * inputs);
        w = gates(w, kind.onInput, "bias", tensors, prefix + "bias_ih_l" + layer, units);
        w =
                gates(
                        w,
                        kind.onState,
                        "weight",
                        tensors,
                        prefix + "weight_hh_l" + layer,
                        units * units);
        return gates(w, kind.onState, "bias", tensors, prefix + "bias_hh_l" + layer, units);
    }

    private static Weights gates(
            Weights into,
            List<String> gates,
            String part,
            Map<String, float[]> tensors,
            String tensor,
            int entriesPerGate) {
        float[] all = tensors.get(tensor);
        if (all == null || all.length != gates.size() * entriesPerGate) {
            throw new IllegalArgumentException(
                    "tensor '%s': expected %d entries (%d gates of %d), got %s"
                            .formatted(
                                    tensor,
                                    gates.size() * entriesPerGate,
                                    gates.size(),
                                    entriesPerGate,
                                    all == null ? "none" : all.length));
        }
        Weights w = into;
        for (int k = 0; k < gates.size(); k++) {
            float[] rows = Arrays.copyOfRange(all, k * entriesPerGate, (k + 1) * entriesPerGate);
            w = w.with(gates.get(k) + "." + part, rows);
        }
        return w;
    }
}
