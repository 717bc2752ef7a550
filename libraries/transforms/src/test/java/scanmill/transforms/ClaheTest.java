package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.specs.StrictJson;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Volume;

/**
 * Numbers of scikit-image 0.26: {@code equalize_adapthist(a, kernel_size, clip_limit)}, where a is
 * the phantom stretched to 0 to 1 in float32. Rows are equal to half a digit of what is written
 * here, sums to 0.0005: nothing falls into another bin.
 */
class ClaheTest {
  private static final Volume SLICE = waves(new GridShape(20, 23, 1));
  private static final Volume BLOCK = waves(new GridShape(10, 9, 7));

  private static Volume waves(GridShape n) {
    float[] data = new float[n.length()];
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++) {
          data[n.index(i, j, k)] =
              (float)
                  (100 * Math.sin(0.7 * i + 0.3 * j + 0.2 * k)
                      + (i * 7919 + j * 104729 + k * 1299709) % 97);
        }
      }
    }
    return new Volume(Grid.of(n, Phantom.MM), data);
  }

  private static Volume clahe(Volume volume, double clipLimit, Integer... kernel) {
    return new Clahe(clipLimit, List.of(kernel)).apply(volume);
  }

  private static void assertRow(Volume volume, int k, double... row) {
    for (int j = 0; j < row.length; j++) {
      assertThat((double) volume.at(3, j, k)).as("column %d", j).isEqualTo(row[j], within(6e-6));
    }
  }

  /** The sum, and the sum weighted by place modulo 101. */
  private static void assertSums(Volume volume, double sum, double weighted) {
    double found = 0;
    double byPlace = 0;
    for (int v = 0; v < volume.data().length; v++) {
      found += volume.data()[v];
      byPlace += volume.data()[v] * (v % 101);
    }
    assertThat(found).isEqualTo(sum, within(5e-4));
    assertThat(byPlace).isEqualTo(weighted, within(2e-2));
  }

  @Test
  void equalisesASliceAsItIsAskedToByDefault() {
    Volume equalised = clahe(SLICE, 3, 8, 8);

    assertRow(equalised, 0, 0.98424, 0.8424, 0.57449, 0.79512, 0.49569, 0.27703, 0.0623, 0.24945);
    assertSums(equalised, 232.13790, 11025.0187);
    assertThat(new Clahe(3, List.of(8, 8)))
        .isEqualTo(
            Transforms.CATALOG.read("Clahe", StrictJson.parse("{}", ""), "transformation.Clahe"));
  }

  @Test
  void limitsContrastAndHandsOutWhatIsAboveTheLimit() {
    Volume five = clahe(SLICE, 0.04, 5, 7);
    assertRow(five, 0, 1, 0.76469, 0.41175, 0.70587, 0.32353, 0.17223, 0.0546, 0.25203);
    assertSums(five, 235.68124, 11208.2473);

    Volume eight = clahe(SLICE, 0.02, 8, 8);
    assertRow(eight, 0, 1, 0.84127, 0.61905, 0.80952, 0.52381, 0.29762, 0.07937, 0.26389);
    assertSums(eight, 232.97991, 11050.1498);
  }

  @Test
  void mirrorsAnImageSmallerThanTheRegion() {
    Volume equalised = clahe(SLICE, 0.01, 64, 3);

    assertRow(equalised, 0, 1, 1, 0.7539, 0.92662, 0.64922, 0.37692, 0.12032, 0.34029);
    assertSums(equalised, 289.38397, 13666.2081);
  }

  @Test
  void equalisesVolumesInThreeDimensions() {
    Volume equalised = clahe(BLOCK, 0.05, 4, 6, 3);

    assertRow(
        equalised, 2, 0.4209, 0.59879, 0.3337, 0.14183, 0.29881, 0.1349, 0.02674, 0.25926, 0.14183);
    assertSums(equalised, 328.82070, 15976.0399);
    assertSums(clahe(BLOCK, 3, 8, 8, 8), 343.59632, 16742.3710);
  }

  @Test
  void doesEachSliceByItselfUnlessTheRegionHasADepth() {
    Volume equalised = clahe(BLOCK, 3, 4, 4);

    GridShape slice = new GridShape(10, 9, 1);
    float[] third = Arrays.copyOfRange(BLOCK.data(), 180, 270);
    Volume alone = clahe(new Volume(Grid.of(slice, Phantom.MM), third), 3, 4, 4);
    assertThat(Arrays.copyOfRange(equalised.data(), 180, 270)).isEqualTo(alone.data());
    assertThat(new Clahe(3, List.of(4, 5, 6)).forDimensions(2))
        .isEqualTo(new Clahe(3, List.of(4, 5)));
  }

  @Test
  void makesNothingOfAFlatImageAndStaysWithinZeroAndOne() {
    Volume flat = Phantom.slice(2, 2, 7, 7, 7, 7);

    assertThat(clahe(flat, 3, 8, 8).data()).containsOnly(0);
    for (float value : clahe(SLICE, 0, 3, 3).data()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void refusesRegionsAndLimitsThatAreNone() {
    assertThatThrownBy(() -> new Clahe(-1, List.of(8, 8))).hasMessageContaining("clip_limit");
    assertThatThrownBy(() -> new Clahe(3, List.of(8))).hasMessageContaining("kernel_size");
    assertThatThrownBy(() -> new Clahe(3, List.of(8, 0))).hasMessageContaining("kernel_size");
    assertThatThrownBy(() -> new Clahe(3, List.of(100_000, 100_000, 100_000)))
        .hasMessageContaining("at most");
  }
}
