package scanmill.datasets;

import java.util.List;

/** Every bit of floats, since comparing floats forgives too much. */
final class Bits {
  private Bits() {}

  static int[] of(float[] values) {
    int[] bits = new int[values.length];
    for (int v = 0; v < bits.length; v++) {
      bits[v] = Float.floatToRawIntBits(values[v]);
    }
    return bits;
  }

  /** Names, shapes and numbers of batches, one after another. */
  static int[][] of(List<Batch> batches) {
    return batches.stream()
        .flatMap(
            b ->
                List.of(
                    b.ids().stream().mapToInt(String::hashCode).toArray(),
                    b.inputShape(),
                    of(b.inputs()),
                    b.targetShape(),
                    of(b.targets()),
                    of(b.present()),
                    of(b.conditions().orElse(new float[0])))
                    .stream())
        .toArray(int[][]::new);
  }
}
