package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.engine.Seed;

/**
 * One prediction of a scan, of several that are made in one walk over its windows.
 *
 * @param number 0 for the one without chance
 */
record Pass(int number, boolean dropout, boolean augmentation, long seed) {

  /** Nothing is left to chance. */
  static final Pass STEADY = new Pass(0, false, false, 0);

  /** The one without chance first, then those of a repetition. */
  static List<Pass> of(Optional<Repetition> repetition) {
    List<Pass> passes = new ArrayList<>();
    passes.add(STEADY);
    repetition.ifPresent(
        r -> {
          for (int n = 1; n <= r.times(); n++) {
            passes.add(new Pass(n, r.epistemic(), r.aleatoric(), r.seed()));
          }
        });
    return passes;
  }

  /** For one window, the same whatever else is predicted together with it. */
  long seed(int window) {
    return Seed.of(seed, number, window);
  }
}
