package scanmill.training;

import java.util.List;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.engine.Seed;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.TrainableNetwork;
import scanmill.networks.DiceLoss;
import scanmill.problems.BadInputException;

/**
 * Makes steps of gradient descent and says in plain words why one cannot be made: a loss that is no
 * number, or a batch that does not fit into memory even by halves. For one thread.
 */
final class Steps {
  private static final DiceLoss DICE = new DiceLoss(1);

  private final Replicas replicas;
  private final LossFunction loss;
  private boolean halved;

  Steps(Replicas replicas, LossFunction loss) {
    this.replicas = replicas;
    this.loss = loss;
  }

  /**
   * What a step saw before it changed the weights, summed over its samples.
   *
   * @param dice the Dice of each batch as a whole, times its samples
   */
  record Measured(double loss, double dice) {}

  TrainableNetwork network() {
    return replicas.first();
  }

  /**
   * One step by the mean gradient of some batches.
   *
   * @param number of the last of the batches in its epoch, from 0
   * @throws BadInputException {@code training-diverged} or {@code out-of-memory}
   */
  Measured step(List<Minibatch> batches, double rate, Recipe recipe, int epoch, int number) {
    if (halved) {
      return attempt(halves(batches), rate, recipe, epoch, number);
    }
    try {
      return attempt(batches, rate, recipe, epoch, number);
    } catch (RuntimeException e) {
      if (!Native.isOutOfMemory(e)) {
        throw e;
      }
      halved = true;
      replicas.forgetGradients();
      return half(batches, rate, recipe, epoch, number, e);
    }
  }

  private Measured half(
      List<Minibatch> batches,
      double rate,
      Recipe recipe,
      int epoch,
      int number,
      RuntimeException why) {
    try {
      return attempt(halves(batches), rate, recipe, epoch, number);
    } catch (RuntimeException e) {
      if (!Native.isOutOfMemory(e)) {
        throw e;
      }
      e.addSuppressed(why);
      throw BadInputException.of(
          "out-of-memory",
          "A batch of "
              + batches.get(0).size()
              + " samples needs more memory than "
              + network().device()
              + " has, and so does half of it; the library said: "
              + firstLine(e),
          "Lower training_parameters.batch_size or length_2D/length_3D, or set"
              + " training_parameters.precision to bfloat16.");
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
  }

  private static List<Minibatch> halves(List<Minibatch> batches) {
    return batches.stream().flatMap(batch -> batch.halves().stream()).toList();
  }

  private Measured attempt(
      List<Minibatch> batches, double rate, Recipe recipe, int epoch, int number) {
    int all = batches.stream().mapToInt(Minibatch::size).sum();
    double lossSum = 0;
    double diceSum = 0;
    for (int n = 0; n < batches.size(); n++) {
      Minibatch batch = batches.get(n);
      boolean last = n == batches.size() - 1;
      long seed = Seed.of(recipe.seed(), epoch, number, n);
      StepSettings settings =
          new StepSettings(
              rate,
              recipe.clipping(),
              batches.size() == 1 ? Seed.of(recipe.seed(), epoch, number) : seed,
              (double) batch.size() / all,
              last);
      StepResult step = replicas.step(batch, loss, settings, DICE);
      requireFinite(step, last, batch, epoch, number);
      lossSum += step.loss() * batch.size();
      diceSum -= step.observed().get(0) * batch.size();
    }
    return new Measured(lossSum, diceSum);
  }

  private static void requireFinite(
      StepResult step, boolean updating, Minibatch batch, int epoch, int number) {
    boolean lossIsNumber = Double.isFinite(step.loss());
    if (lossIsNumber && (!updating || Double.isFinite(step.gradientNorm()))) {
      return;
    }
    throw BadInputException.of(
        "training-diverged",
        "The "
            + (lossIsNumber ? "gradient" : "loss")
            + " became "
            + (lossIsNumber ? step.gradientNorm() : step.loss())
            + " in epoch "
            + epoch
            + ", batch "
            + (number + 1)
            + ", on the samples "
            + String.join(", ", batch.ids())
            + ". The checkpoint of the epoch before is kept.",
        "Look at these samples; lower training_parameters.scheduler.initial_lr, or set"
            + " training_parameters.gradient_clipping.");
  }
}
