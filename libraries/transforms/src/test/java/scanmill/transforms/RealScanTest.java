package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.testsupport.RealData;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/** The original's own test subject, prepared as the original prepares it. */
class RealScanTest {

  private static Path folder() {
    return RealData.require("ivadomed-testing");
  }

  private static Volume image(String contrast) throws IOException {
    return Nifti.readVolume(folder().resolve("sub-unf01/anat/sub-unf01_" + contrast + ".nii.gz"))
        .reoriented(Orientation.RAS);
  }

  private static ProbabilityMap truth(String name) throws IOException {
    LabelMap labels =
        Nifti.readLabels(folder().resolve("derivatives/labels/sub-unf01/anat/sub-unf01_" + name))
            .reoriented(Orientation.RAS);
    float[] soft = new float[labels.data().length];
    for (int v = 0; v < soft.length; v++) {
      soft[v] = labels.data()[v] > 0 ? 1 : 0;
    }
    return new ProbabilityMap(labels.grid(), new float[][] {soft});
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** What is left of prepared slices that have a lesion, or of all. */
  private record Slices(int all, int positive, double image, double lesion) {

    static Slices of(Sample sample, boolean positiveOnly) {
      GridShape n = sample.grid().shape();
      int voxels = n.i() * n.j();
      int all = 0;
      int positive = 0;
      double image = 0;
      double lesion = 0;
      for (int k = 0; k < n.k(); k++) {
        int found = 0;
        double slice = 0;
        for (int v = k * voxels; v < (k + 1) * voxels; v++) {
          slice += sample.channels().get(0).data()[v];
          found += sample.truth().orElseThrow().channel(0)[v] >= 0.5f ? 1 : 0;
        }
        if (found > 0 || !positiveOnly) {
          all++;
          positive += found > 0 ? 1 : 0;
          image += slice;
          lesion += found;
        }
      }
      return new Slices(all, positive, image, lesion);
    }
  }

  private static Sample lesion() throws IOException {
    LabelMap cord =
        Nifti.readLabels(
            folder().resolve("derivatives/labels/sub-unf01/anat/sub-unf01_T2w_seg-manual.nii.gz"));
    return Sample.of(List.of(image("T2w")))
        .withTruth(truth("T2w_lesion-manual.nii.gz"))
        .withRegion(cord);
  }

  @Test
  void preparesSlicesThatAddUpToTheOriginalsSum() throws IOException {
    Sample sample =
        lesion()
            .apply(new Resample(0.75, 0.75, Optional.of(1.0)).forDimensions(2))
            .apply(new CenterCrop(List.of(100, 100)));

    Slices all = Slices.of(sample, false);
    Slices positive = Slices.of(sample, true);
    assertThat(List.of(all.all(), all.positive(), positive.all())).containsExactly(16, 14, 14);
    assertThat(all.image()).isEqualTo(45_646_398.9, within(2.0));
    assertThat(positive.image()).isEqualTo(39_816_810.8, within(2.0));
  }

  @Test
  void cropsSlicesAboutTheCordAsTheOriginalDoes() throws IOException {
    Sample resampled = lesion().apply(new Resample(0.75, 0.75, Optional.of(1.0)).forDimensions(2));
    ROICrop crop = new ROICrop(List.of(48, 48), false, false).forDimensions(2);

    Sample sample = resampled.apply(crop.draw(new SplittableRandom(0), resampled));

    Slices all = Slices.of(sample, false);
    Slices positive = Slices.of(sample, true);
    assertThat(List.of(all.all(), all.positive(), positive.all())).containsExactly(16, 14, 14);
    assertThat(all.image()).isEqualTo(19_961_195.5, within(2.0));
    assertThat(all.lesion()).isEqualTo(283);
    assertThat(positive.image()).isEqualTo(17_406_163.7, within(2.0));
  }

  @Test
  void keepsAllOfTheLesionInASubVolume() throws IOException {
    Sample sample =
        Sample.of(List.of(image("T2w")))
            .withTruth(truth("T2w_lesion-manual.nii.gz"))
            .apply(new CenterCrop(List.of(96, 96, 16)));

    assertThat(sum(sample.truth().orElseThrow().channel(0))).isEqualTo(141);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RAS", "SAR", "SRA"})
  void bringsTheCordBackOntoTheScanWhicheverWayItIsSliced(String orientation) throws IOException {
    Volume image = image("T1w");
    ProbabilityMap cord = truth("T1w_seg-manual.nii.gz");
    Grid scan = image.grid();
    for (int dimensions = 2; dimensions <= 3; dimensions++) {
      Sample sample =
          Sample.of(List.of(image))
              .withTruth(cord)
              .apply(new Reorient(new Orientation(orientation)))
              .apply(new Resample(1, 1.5, Optional.of(3.0)).forDimensions(dimensions))
              .apply(new CenterCrop(List.of(176, 128, 160)).forDimensions(dimensions));

      ProbabilityMap back = History.of(sample).undo(sample.truth().orElseThrow());

      assertThat(back.grid()).isEqualTo(scan);
      assertThat(sum(cord.channel(0))).isEqualTo(1227);
      assertThat(Phantom.dice(back.channel(0), cord.channel(0))).isGreaterThan(0.8);
    }
  }
}
