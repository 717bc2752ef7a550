package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class NiftiValuesTest {

  private static ByteBuffer scaled(float slope, float inter) {
    return HandMade.nifti1().putFloat(112, slope).putFloat(116, inter);
  }

  @Test
  void scalesIntensities() {
    Volume volume = HandMade.volume(scaled(2, -1024));

    assertThat(volume.at(0, 0, 0)).isEqualTo(-1024);
    assertThat(volume.at(1, 2, 3)).isEqualTo(2 * 23 - 1024);
  }

  @Test
  void takesASlopeOfZeroOrNoNumberAsNone() {
    for (float slope : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThat(HandMade.volume(scaled(slope, 5)).at(1, 2, 3)).as("slope %s", slope).isEqualTo(23);
    }
    assertThat(HandMade.volume(scaled(2, Float.NaN)).at(1, 2, 3)).isEqualTo(23);
  }

  @Test
  void scalesLabelsOnce() {
    assertThat(HandMade.labels(scaled(2, 1)).at(1, 2, 3)).isEqualTo(47);
  }

  @Test
  void roundsLabelsThatAreWholeButForRounding() {
    ByteBuffer b = HandMade.nifti1();
    for (int n = 0; n < HandMade.VOXELS; n++) {
      b.putShort(352 + 2 * n, (short) (n % 2 * 255));
    }
    b.putFloat(112, 1 / 255f);

    assertThat(HandMade.labels(b).data()).containsOnly(0, 1);
  }

  @Test
  void refusesLabelsThatAreNoLabels() {
    for (float inter : new float[] {0.5f, -1, 3e9f}) {
      assertThatThrownBy(() -> HandMade.labels(scaled(1, inter)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("whole numbers")
          .hasMessageContaining("[nifti-labels]");
    }
  }

  @Test
  void keepsValuesThatAreNoNumbersAndCountsThem() {
    ByteBuffer b = HandMade.nifti1();
    b.putShort(70, (short) 16).putShort(44, (short) 3).putShort(46, (short) 2);
    b.putFloat(352, Float.NaN).putFloat(356, Float.POSITIVE_INFINITY);

    Volume volume = HandMade.volume(b);

    assertThat(volume.nonFiniteVoxels()).isEqualTo(2);
    assertThat(volume.at(0, 0, 0)).isNaN();
    assertThat(HandMade.volume(HandMade.nifti1()).nonFiniteVoxels()).isZero();
  }

  @Test
  void storesLabelsInTheSmallestTypeThatHoldsThem() {
    assertThat(DataType.forLabels(0)).isEqualTo(DataType.UINT8);
    assertThat(DataType.forLabels(255)).isEqualTo(DataType.UINT8);
    assertThat(DataType.forLabels(256)).isEqualTo(DataType.UINT16);
    assertThat(DataType.forLabels(65536)).isEqualTo(DataType.UINT32);
  }
}
