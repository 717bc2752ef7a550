package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.models.Network;
import scanmill.networks.ResidualEncoderUNet;

class FlatVoxelsTest {
  private static final double[] FLAT = {0.8, 0.8, 2.0};

  @Test
  void waitsUntilVoxelsAreNearlyCubes() {
    FlatVoxels flat = FlatVoxels.of(FLAT, 3);

    // 0.8 x 0.8 x 2 mm, then 1.6 x 1.6 x 2 mm, which is halved along all axes from there on
    assertThat(flat.strides())
        .containsExactly(List.of(2, 2, 1), List.of(2, 2, 2), List.of(2, 2, 2));
    assertThat(flat.kernels())
        .containsExactly(List.of(3, 3, 1), List.of(3, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3));
    assertThat(flat.step(0)).isEqualTo(8);
    assertThat(flat.step(2)).isEqualTo(4);
    assertThat(flat.levels()).isEqualTo(1);
  }

  @Test
  void looksAtCubesAsAtCubes() {
    assertThat(FlatVoxels.are(FLAT)).isTrue();
    assertThat(FlatVoxels.are(new double[] {1, 1, 1.9})).isFalse();
    assertThat(FlatVoxels.of(new double[] {1, 1, 1}, 2).strides())
        .allMatch(List.of(2, 2, 2)::equals);
  }

  @Test
  void isPlannedWhereSlicesAreTwiceAsFarApartAsPixels() {
    PlannedPatch flat = planned(List.of(0.8, 0.8, 2.0));

    assertThat(flat.dimensions()).isEqualTo(3);
    FlatVoxels found = flat.flat().orElseThrow();
    assertThat(found.strides()).hasSize(flat.depth()).first().isEqualTo(List.of(2, 2, 1));
    for (int a = 0; a < 3; a++) {
      assertThat(flat.extent(a) % found.step(a)).isZero();
    }
    assertThat(planned(List.of(1.0, 1.0, 1.5)).flat()).isEmpty();
    assertThat(planned(List.of(0.5, 0.5, 2.0)).dimensions()).isEqualTo(2);
  }

  private static PlannedPatch planned(List<Double> spacing) {
    Fingerprint.Scan scan =
        new Fingerprint.Scan("sub-01_T2w", List.of(64, 64, 32), spacing, 0, 100, 0, List.of());
    return PlannedPatch.of(new Fingerprint(List.of(scan)), 8e9);
  }

  @Test
  void isANetworkThatExists() {
    ObjectNode json = Config.defaults().toJson();
    FlatVoxels flat = FlatVoxels.of(FLAT, 2);
    DatasetPlan.flat(json.withObjectProperty("default_model"), flat, 2, new ArrayList<>());
    json.withObjectProperty("default_model").put("depth", 2).put("is_2d", false);
    json.withObjectProperty("loader_parameters").putArray("target_suffix").add("_seg");

    ResidualEncoderUNet network =
        (ResidualEncoderUNet) Network.of(Config.parse(json, "plan").config());

    assertThat(network.strides()).isEqualTo(flat.strides());
    assertThat(network.kernels()).isEqualTo(flat.kernels());
    assertThat(network.nBlocks()).containsExactly(1, 2, 2);
  }
}
