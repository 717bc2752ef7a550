package scanmill.models;

import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.transforms.BoundingBoxCrop;
import scanmill.transforms.Sample;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.IvadomedBox;
import scanmill.volumes.SlidingWindow;

/** Boxes around what was found, as a model wants to look at them. */
public record DetectionBoxes(Config config) {

  /**
   * The part of a scan that a model looks at, as its network sees it.
   *
   * @param oriented a scan with its axes turned
   * @param box in voxels of that, already larger by the safety factor
   */
  public Sample prepared(Preparation preparation, Sample oriented, BoundingBox box) {
    return preparation.prepareWithin(oriented, grid -> crop(box, oriented.grid(), grid));
  }

  /** Larger by the safety factor; one below 1 makes nothing smaller. */
  BoundingBox scaled(BoundingBox box) {
    List<Double> factors = config.objectDetectionParams().safetyFactor();
    return config.likeIvadomed()
        ? IvadomedBox.scaled(box, factors.get(0), factors.get(1), factors.get(2))
        : box.scaled(
            Math.max(1, factors.get(0)), Math.max(1, factors.get(1)), Math.max(1, factors.get(2)));
  }

  /**
   * What is cut out.
   *
   * @param from the grid that the box is on
   * @param to the same place on a grid of other spacing, which is cut; volumes in patches are cut
   *     to whole patches
   */
  BoundingBoxCrop crop(BoundingBox box, Grid from, Grid to) {
    double[] factors = {
      from.spacing().iMm() / to.spacing().iMm(),
      from.spacing().jMm() / to.spacing().jMm(),
      from.spacing().kMm() / to.spacing().kMm()
    };
    boolean like = config.likeIvadomed();
    BoundingBox there = like ? IvadomedBox.resampled(box, factors) : box.resampled(factors);
    BoundingBox cut = like ? IvadomedBox.cropped(there) : there;
    Tiling tiling = Tiling.of(config);
    Optional<SlidingWindow> patches = tiling.patches();
    if (tiling.dimensions() == 3 && patches.isPresent()) {
      GridShape filled =
          BoundingBox.filled(cut.shape(), patches.get().window(), patches.get().stride());
      cut = like ? fromFirst(cut, filled) : cut.grown(filled);
    }
    return BoundingBoxCrop.of(cut).forDimensions(tiling.dimensions());
  }

  /** ivadomed adds what is missing behind the box. */
  private static BoundingBox fromFirst(BoundingBox box, GridShape shape) {
    return new BoundingBox(
        box.i0(),
        box.i0() + shape.i() - 1,
        box.j0(),
        box.j0() + shape.j() - 1,
        box.k0(),
        box.k0() + shape.k() - 1);
  }
}
