package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.kernel.passes.PassText;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainKernelTest {
    /// Per frame and hoisted alike.
    @ParameterizedTest
    @EnumSource(Layout.Unrolling.class)
    void oneEntryPutTogetherIsThatEntry(Layout.Unrolling unrolling) {
        Program p =
                PassText.program(d -> {
                    Vec k = d.control(ControlSpec.linear("k", "", 0, 9, 5, "a knob"));
                    d.output("frame", Functions.concat(d.input("x", 1)).plus(1));
                    d.output("hoisted", Functions.concat(k.times(2)).plus(1));
                });
        Kernel kernel = PlainKernel.compile(p, new Layout(p, 1, unrolling));
        float[][] out = {new float[1], new float[1]};
        kernel.instance(Weights.none(), "node", 1)
                .run(new float[][] {{3}}, out, 0, 1, new boolean[] {true});
        assertThat(out).isDeepEqualTo(new float[][] {{4}, {11}});
    }
}
