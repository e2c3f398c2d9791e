package eigentone.app.live;

import eigentone.app.scene.SceneRecipe;
import eigentone.engine.graph.Plan;

/// Hears of scenes before they play, on the desk.
@FunctionalInterface
interface SceneListener {
    void scene(SceneRecipe recipe, Plan plan);
}
