package eigentone.bench.architecture.wrong.engine.first;

import eigentone.bench.architecture.wrong.engine.second.Second;

/// One half of a package cycle, and a base class.
public abstract class AbstractFirst {
    public abstract Second second();
}
