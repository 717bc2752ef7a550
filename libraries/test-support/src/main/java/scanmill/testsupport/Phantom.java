package scanmill.testsupport;

import scanmill.volumes.LabelMap;
import scanmill.volumes.Volume;

/**
 * A scan of an imaginary neck and the truth about it, voxel by voxel on the same grid.
 *
 * @param image whole intensities from 0, as a scanner stores them; at most 32767
 * @param tissues 1 white matter, 2 grey matter, 3 fluid, 4 bone, 5 disc; 0 the rest
 */
public record Phantom(
    Volume image, LabelMap tissues, PhantomContrast contrast, PhantomScanner scanner) {

  /** The whole cord: 1 in white and grey matter. */
  public LabelMap cord() {
    return where(1, 2);
  }

  /** 1 in grey matter. */
  public LabelMap greyMatter() {
    return where(2, 2);
  }

  private LabelMap where(int from, int to) {
    int[] mask = new int[tissues.data().length];
    for (int n = 0; n < mask.length; n++) {
      int tissue = tissues.data()[n];
      mask[n] = tissue >= from && tissue <= to ? 1 : 0;
    }
    return new LabelMap(tissues.grid(), mask);
  }
}
