package eigentone.bench.architecture.wrong.models;

/// What engine must not know.
public record Cell(int units) {}
