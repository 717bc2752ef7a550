package scanmill.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import scanmill.configuration.Config;
import scanmill.configuration.HemisUnet;
import scanmill.engine.Seed;

/**
 * Leaves contrasts out of samples while a network learns to do without, and fewer or more of them
 * from epoch to epoch (Havaei et al., HeMIS, MICCAI 2016): each one that is there is left out with
 * a probability, but one is always kept. What is left out follows from seed, epoch and place in the
 * epoch, so a run that goes on leaves out the same.
 *
 * @param probability in the first epoch, in [0, 1]
 * @param growth power to which the probability is raised from one epoch to the next: above 1 it
 *     falls, below 1 it rises
 */
record MissingContrasts(double probability, double growth, long seed) {
  /** Sets these draws apart from those of the same batch for other purposes. */
  private static final long DRAWS = 0x6D697373;

  /** What a configuration asks for; empty if its network needs all contrasts. */
  static Optional<MissingContrasts> of(Config config) {
    return config
        .hemisUnet()
        .filter(HemisUnet::applied)
        .map(
            hemis ->
                new MissingContrasts(
                    hemis.missingProbability(),
                    hemis.missingProbabilityGrowth(),
                    config.randomSeed()));
  }

  /** That a contrast is left out in an epoch, which are counted from 1. */
  double probability(int epoch) {
    return Math.pow(probability, Math.pow(growth, epoch - 1));
  }

  /**
   * A batch without what is left out of it.
   *
   * @param number of the batch in its epoch
   */
  Minibatch from(Minibatch batch, int epoch, int number) {
    float[] kept = batch.present().orElseThrow().clone();
    int channels = kept.length / batch.size();
    double p = probability(epoch);
    for (int n = 0; n < batch.size(); n++) {
      SplittableRandom random = new SplittableRandom(Seed.of(seed, epoch, number, n, DRAWS));
      List<Integer> there = new ArrayList<>();
      int left = 0;
      for (int c = n * channels; c < (n + 1) * channels; c++) {
        if (kept[c] != 0) {
          there.add(c);
          kept[c] = random.nextDouble() < p ? 0 : 1;
          left += kept[c] != 0 ? 1 : 0;
        }
      }
      if (left == 0 && !there.isEmpty()) {
        kept[there.get(random.nextInt(there.size()))] = 1;
      }
    }
    return batch.keeping(kept);
  }
}
