package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  private static final GridShape SHAPE = new GridShape(2, 3, 4);

  private static Volume numbered(Orientation orientation) {
    float[] data = new float[SHAPE.length()];
    for (int n = 0; n < data.length; n++) {
      data[n] = n;
    }
    return new Volume(Orientations.grid(SHAPE, orientation), data);
  }

  @Test
  void comesInFortyEight() {
    assertThat(new HashSet<>(Orientations.all())).hasSize(48);
  }

  @Test
  void isReadOffTheAffine() {
    for (Orientation orientation : Orientations.all()) {
      assertThat(Orientations.grid(SHAPE, orientation).orientation()).isEqualTo(orientation);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RA", "RAR", "RLS", "ras", "RASS", "XYZ"})
  void namesThreeDifferentAxes(String letters) {
    assertThatThrownBy(() -> new Orientation(letters)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void turnsLasToRasByMirroringTheFirstAxis() {
    Volume turned = numbered(new Orientation("LAS")).reoriented(Orientation.RAS);

    assertThat(turned.at(0, 0, 0)).isEqualTo(1);
    assertThat(turned.at(1, 0, 0)).isEqualTo(0);
    assertThat(turned.at(0, 1, 0)).isEqualTo(3);
  }

  /** The oracle is the affine: each value must stay at its place in the world. */
  @Test
  void keepsEveryVoxelAtItsPlaceBetweenAnyTwo() {
    for (Orientation from : Orientations.all()) {
      Volume volume = numbered(from);
      for (Orientation to : Orientations.all()) {
        Volume turned = volume.reoriented(to);
        Affine back = volume.grid().affine().inverse();
        assertThat(turned.grid().orientation()).isEqualTo(to);
        for (int k = 0; k < turned.shape().k(); k++) {
          for (int j = 0; j < turned.shape().j(); j++) {
            for (int i = 0; i < turned.shape().i(); i++) {
              double[] world = turned.grid().affine().toWorld(i, j, k);
              double[] ijk = back.toWorld(world[0], world[1], world[2]);
              float expected =
                  volume.at(
                      (int) Math.round(ijk[0]), (int) Math.round(ijk[1]), (int) Math.round(ijk[2]));
              if (turned.at(i, j, k) != expected) {
                throw new AssertionError(from + " to " + to + " moves a voxel");
              }
            }
          }
        }
        assertThat(turned.reoriented(from).data()).isEqualTo(volume.data());
        assertThat(turned.reoriented(from).grid().alignedWith(volume.grid(), 1e-9)).isTrue();
      }
    }
  }
}
