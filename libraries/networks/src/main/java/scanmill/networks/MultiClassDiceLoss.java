package scanmill.networks;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * Minus the mean over classes of the Dice overlap of each, summed over samples and voxels, with a
 * smoothing of 1; from -1 (equal) to 0. Small classes weigh as much as large ones.
 *
 * @param classesOfInterest which classes, counted from 0; none given means all
 */
public record MultiClassDiceLoss(@Default("null") Optional<List<Integer>> classesOfInterest)
    implements LossFunction {
  private static final double SMOOTH = 1;

  public MultiClassDiceLoss {
    classesOfInterest = classesOfInterest.map(List::copyOf);
    if (classesOfInterest.isPresent()
        && (classesOfInterest.get().isEmpty()
            || classesOfInterest.get().stream().anyMatch(index -> index < 0))) {
      throw new IllegalArgumentException("classes_of_interest are at least one, from 0 up");
    }
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray dice = LossSums.ofClasses(prediction, target).dice(SMOOTH); // (C)
    if (classesOfInterest.isEmpty()) {
      return dice.mean().neg();
    }
    int classes = Math.toIntExact(dice.size());
    float[] parts = new float[classes];
    for (int index : classesOfInterest.get()) {
      LossClasses.require("classes_of_interest", index < classes, classesOfInterest.get(), classes);
      parts[index] += 1f / classesOfInterest.get().size();
    }
    return dice.mul(prediction.getManager().create(parts)).sum().neg();
  }
}
