package scanmill.training;

/**
 * How much memory it takes to teach a U-Net, reckoned and not measured.
 *
 * <p>A level of F channels keeps for the way back about 8 F numbers per voxel on the way down (two
 * blocks of convolution, activation, normalisation, dropout), 8 F on the way up and 6 F of what is
 * enlarged and joined; gradients of half of that live at the same time. Weights count four times:
 * themselves, their gradient and two moments. Numbers have 4 bytes.
 *
 * @param dimensions 2 or 3
 * @param filters channels of the first level; they double from level to level
 * @param depth how often the image is halved
 * @param flat of these how often along all axes but one
 */
record MemoryEstimate(int dimensions, int filters, int depth, int flat) {
  private static final double NUMBERS_PER_CHANNEL = 22 * 1.5;
  private static final double BYTES = 4;
  private static final double COPIES_OF_WEIGHTS = 4;

  /** Convolutions of one channel of a level with one of the same: down twice, up three times. */
  private static final double KERNELS_PER_LEVEL = 7;

  double bytes(long voxelsOfPatch, int batch) {
    double activations = 0;
    double weights = 0;
    double kernel = Math.pow(3, dimensions);
    for (int level = 0; level <= depth; level++) {
      double channels = Math.scalb((double) filters, Math.min(level, depth - 1));
      double voxels =
          voxelsOfPatch / Math.pow(2, (double) level * dimensions - Math.min(level, flat));
      activations += voxels * channels * NUMBERS_PER_CHANNEL;
      weights += channels * channels * kernel * KERNELS_PER_LEVEL;
    }
    return BYTES * (batch * activations + COPIES_OF_WEIGHTS * weights);
  }
}
