package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class SampleTest {
  private static final Grid BLOCK = Grid.of(new GridShape(22, 18, 14), new Spacing(1, 1.5, 2));
  private static final Grid SLICE = Grid.of(new GridShape(33, 28, 1), new Spacing(0.5, 0.5, 3));

  @Test
  void keepsEveryVoxelWhereItIsInTheWorldThroughTurnsFlipsAndCrops() {
    Volume noise = Phantom.noise(BLOCK, 2);
    Sample sample =
        Sample.of(List.of(noise))
            .apply(new Reorient(new Orientation("SAR")))
            .apply(new Reversed(true, false, true))
            .apply(new CenterCrop(List.of(9, 30, 8)));

    Volume changed = sample.channels().get(0);
    int found = 0;
    for (int k = 0; k < changed.shape().k(); k++) {
      for (int j = 0; j < changed.shape().j(); j++) {
        for (int i = 0; i < changed.shape().i(); i++) {
          double[] world = sample.grid().affine().toWorld(i, j, k);
          double[] voxel = BLOCK.affine().inverse().toWorld(world[0], world[1], world[2]);
          int x = (int) Math.rint(voxel[0]);
          int y = (int) Math.rint(voxel[1]);
          int z = (int) Math.rint(voxel[2]);
          boolean inside = x >= 0 && x < 22 && y >= 0 && y < 18 && z >= 0 && z < 14;
          assertThat(changed.at(i, j, k)).isEqualTo(inside ? noise.at(x, y, z) : 0);
          found += inside ? 1 : 0;
        }
      }
    }
    assertThat(found).isEqualTo(9 * 18 * 8);
  }

  @Test
  void movesEveryPartByAGeometricTransformWhateverIsAskedFor() {
    Sample sample = Phantom.sample(Phantom.ellipsoid(SLICE, 0.6));

    Sample moved = sample.apply(new CenterCrop(List.of(8, 8)), Set.of(Part.IMAGE));

    assertThat(moved.truth().orElseThrow().shape()).isEqualTo(new GridShape(8, 8, 1));
    assertThat(moved.region().orElseThrow().shape()).isEqualTo(new GridShape(8, 8, 1));
  }

  @Test
  void changesIntensitiesOnlyWhereAsked() {
    Sample sample = Phantom.sample(Phantom.ellipsoid(SLICE, 0.6));

    Sample same = sample.apply(new NormalizeInstance(false), Set.of(Part.TRUTH));

    assertThat(same.channels()).isEqualTo(sample.channels());
    assertThat(same.history()).isEmpty();
  }

  @Test
  void turnsALabelThatWasWrittenTheOtherWayRound() {
    Volume image = Phantom.noise(SLICE, 8);
    LabelMap labels = Phantom.labels(image);

    Sample sample = Sample.of(List.of(image)).withRegion(labels.reoriented(new Orientation("LPS")));

    assertThat(sample.region().orElseThrow().data()).isEqualTo(labels.data());
    assertThat(sample.region().orElseThrow().grid()).isEqualTo(SLICE);
  }

  @Test
  void refusesATruthWithAnotherNumberOfVoxelsAndNamesBoth() {
    Sample sample = Sample.of(List.of(Phantom.noise(SLICE, 1)));

    assertThatThrownBy(() -> sample.withTruth(Phantom.soft(Phantom.noise(BLOCK, 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("33x28x1")
        .hasMessageContaining("22x18x14");
  }
}
