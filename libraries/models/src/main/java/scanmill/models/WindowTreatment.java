package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.transforms.Affined;
import scanmill.transforms.Applied;
import scanmill.transforms.Deformed;
import scanmill.transforms.Placed;
import scanmill.transforms.Reversed;
import scanmill.transforms.Sample;
import scanmill.transforms.ShiftedIntensity;
import scanmill.transforms.Transform;
import scanmill.volumes.Grid;
import scanmill.volumes.Patch;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * Cuts windows and does to them what a network is used to. With augmentation, what it is used to
 * from training, as far as that can be undone exactly: rubber deformations are left out, and with
 * {@code compat} everything that ivadomed has no way back for.
 */
final class WindowTreatment {
  /** Fixed transforms draw nothing; {@link Preparation#onWindows} leaves the others out. */
  private static final SplittableRandom NOTHING_TO_DRAW = new SplittableRandom(0);

  private final List<Placed> steady;
  private final List<Placed> augmenting;
  private final boolean likeIvadomed;

  WindowTreatment(Config config) {
    Preparation preparation = Preparation.of(config);
    this.steady = preparation.onWindows(Phase.TESTING);
    this.augmenting = preparation.onWindows(Phase.TRAINING);
    this.likeIvadomed = config.likeIvadomed();
  }

  /** A window as the network sees it, and with the history that leads back. */
  Sample of(Sample sample, Window window) {
    Sample treated = cut(sample, window);
    for (Placed transform : steady) {
      treated = transform.apply(treated, NOTHING_TO_DRAW);
    }
    return treated;
  }

  /** The same with augmentation; equal seeds give equal results. */
  Sample augmented(Sample sample, Window window, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Sample treated = cut(sample, window);
    for (Placed transform : augmenting) {
      Sample next = transform.apply(treated, random);
      treated = transform.fixed() || goesBack(treated, next) ? next : treated;
    }
    return treated;
  }

  private boolean goesBack(Sample before, Sample after) {
    List<Applied> done = after.history();
    if (!after.grid().shape().equals(before.grid().shape())) {
      return false;
    }
    return done.subList(before.history().size(), done.size()).stream()
        .map(Applied::transform)
        .allMatch(this::goesBack);
  }

  private boolean goesBack(Transform transform) {
    return likeIvadomed
        ? transform instanceof Affined
            || transform instanceof Reversed
            || transform instanceof ShiftedIntensity
        : !(transform instanceof Deformed);
  }

  private static Sample cut(Sample sample, Window window) {
    Grid grid = sample.grid().window(window);
    List<Volume> cut = new ArrayList<>();
    for (Volume channel : sample.channels()) {
      cut.add(new Volume(grid, Patch.of(channel.data(), channel.shape(), window)));
    }
    return Sample.of(cut);
  }
}
