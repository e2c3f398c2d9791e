package eigentone.bench.architecture.wrong.engine.second;

import eigentone.bench.architecture.wrong.engine.first.AbstractFirst;
import eigentone.bench.architecture.wrong.models.Cell;
import org.assertj.core.api.Assertions;

/// The other half of the cycle; it also needs a later module and a library.
public record Second(AbstractFirst first, Cell cell, Assertions library) {}
