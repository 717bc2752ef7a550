package scanmill.engine;

import java.util.List;

/**
 * The factors of all dropped channels of one step: 0, or 1 / (1 - rate).
 *
 * <p>Drawn here and not in libtorch, whose generator is one per process and device: so two runs in
 * one process, or the same run on another device or after a restart, drop the same channels.
 */
final class DropoutMasks {
  private DropoutMasks() {}

  static int channels(List<Dropout> dropouts) {
    return dropouts.stream().mapToInt(Dropout::channels).sum();
  }

  /** Fills (N, all channels of all dropouts in graph order). */
  static void draw(List<Dropout> dropouts, int samples, long seed, float[] masks) {
    SplitMix random = new SplitMix(Seed.of(seed));
    int at = 0;
    for (int sample = 0; sample < samples; sample++) {
      for (Dropout dropout : dropouts) {
        float kept = (float) (1 / (1 - dropout.rate()));
        for (int channel = 0; channel < dropout.channels(); channel++) {
          masks[at++] = random.nextDouble() < dropout.rate() ? 0 : kept;
        }
      }
    }
  }
}
