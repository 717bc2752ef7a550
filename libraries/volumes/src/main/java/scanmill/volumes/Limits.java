package scanmill.volumes;

/**
 * How large an image file may claim, or turn out, to be before it is refused.
 *
 * <p>Deflate cannot shrink more than about 1030 : 1, and an empty label map comes close to that, so
 * the ratio only counts once {@code freeInflationBytes} have come out.
 *
 * @param maxVoxels voxels of all channels together, at most {@link #ARRAY_LIMIT} per channel
 * @param maxBytes bytes of the file after inflation, header and extensions included
 * @param maxInflationRatio bytes out of each compressed byte
 * @param freeInflationBytes inflated bytes up to which any ratio is accepted
 */
public record Limits(
    long maxVoxels, long maxBytes, double maxInflationRatio, long freeInflationBytes) {

  /** The longest array that Java virtual machines promise. */
  public static final int ARRAY_LIMIT = Integer.MAX_VALUE - 8;

  /** 2^31 - 9 voxels, 16 GiB, and beyond the first 256 MiB a ratio of 1000. */
  public static final Limits DEFAULT = new Limits(ARRAY_LIMIT, 16L << 30, 1000, 256L << 20);

  public Limits {
    if (maxVoxels < 1 || maxBytes < 1 || !(maxInflationRatio >= 1) || freeInflationBytes < 0) {
      throw new IllegalArgumentException(
          "Limits are positive; found "
              + maxVoxels
              + " voxels, "
              + maxBytes
              + " bytes, ratio "
              + maxInflationRatio
              + " beyond "
              + freeInflationBytes
              + " bytes");
    }
  }

  /** The same limits for files of at most this many voxels. */
  public Limits withMaxVoxels(long voxels) {
    return new Limits(voxels, maxBytes, maxInflationRatio, freeInflationBytes);
  }
}
