package eigentone.engine.gradient;

import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import java.util.List;

/// A program and the way back through it: one step of reverse-mode differentiation, itself a
/// program.
///
/// `forward` is the program with further outputs, the tape: what the way back needs to know and
/// would be dear to compute anew. `backward` runs over the frames from the last to the first. Its
/// inputs are the program's own inputs, then the gradient of the loss by each of the program's
/// outputs, then the tape; its states are the gradients by the program's states, and its outputs
/// are what the gradients of the weights are made of:
///
///     dW = sum over frames of (rows of `product.port`) (columns of `product.source`)'
///     dw = sum over frames of (`total.port`)
///
/// Both are compiled or evaluated as any other program is: in lanes over a batch, or in float64 by
/// the reference.
///
/// Source: Griewank and Walther, "Evaluating Derivatives", 2nd ed., SIAM 2008, chapter 3; through
/// time: Werbos 1990, doi:10.1109/5.58337.
///
/// Steps (floor, less, a delay's whole frames, a table's index) have slope 0, and so has the root at
/// 0, where infinity would make everything NaN; the greatest of equal entries shares its gradient
/// among them; a random draw is a given number.
///
/// @param program whose gradient it is
/// @param forward the program, its outputs followed by the tape
/// @param backward one step back
/// @param products of which gradients of matrices are sums
/// @param totals of which gradients of other weights are sums
/// @param inputPorts for each input port of the program the output port of `backward` with the
///   gradient by it; empty unless asked for
public record Adjoint(
        Program program,
        Program forward,
        Program backward,
        List<Product> products,
        List<Total> totals,
        List<Integer> inputPorts) {

    /// Gradient of the matrix `weight`: rows times columns, summed over frames.
    ///
    /// @param port output of `backward` with the rows
    /// @param source input of `backward` with the columns
    public record Product(String weight, int port, int source) {}

    /// Gradient of `weight`: an output of `backward`, summed over frames.
    public record Total(String weight, int port) {}

    /// The adjoint of `program` by its weights.
    ///
    /// @throws IllegalArgumentException when no output depends on a weight
    public static Adjoint of(Program program) {
        return Reverse.of(program, false);
    }

    /// As [#of], by the inputs too: where what comes before is learnt as well.
    public static Adjoint withInputs(Program program) {
        return Reverse.of(program, true);
    }

    /// The number of the program's own outputs: the tape comes after them.
    public int outputs() {
        return program.outputs().size();
    }

    /// Floats that one frame of one lane leaves on the tape.
    public int tapeFloats() {
        return forward.outputs().keySet().stream()
                .skip(outputs())
                .mapToInt(Slot.Output::width)
                .sum();
    }
}
