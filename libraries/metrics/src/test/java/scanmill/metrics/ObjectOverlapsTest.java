package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scanmill.specs.StrictJson;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

class ObjectOverlapsTest {
  private static final Spacing MM = new Spacing(1, 1, 1);

  private static Comparison boxes() {
    return Comparison.of(Boxes.prediction().map(), Boxes.reference().map(), 0);
  }

  @Test
  void findsAnObjectOfFourVoxelsByOneIfThreeTenthsAreEnough() {
    assertThat(new ObjectRecall(0.3, OverlapUnit.RATIO).score(boxes())).isEqualTo(1);
    assertThat(new ObjectFalseDiscovery(0.3, OverlapUnit.RATIO).score(boxes())).isEqualTo(0.25);
  }

  @Test
  void countsCubicMillimetresInVoxelsOfAHalf() {
    assertThat(new ObjectRecall(0.5, OverlapUnit.MM3).score(boxes())).isEqualTo(1);
    assertThat(new ObjectRecall(1.5, OverlapUnit.MM3).score(boxes())).isEqualTo(2.0 / 3);
  }

  @Test
  void knowsNoRateWithoutObjects() {
    GridShape shape = new GridShape(9, 9, 1);
    Boxes none = Boxes.on(shape, MM);
    Boxes one = Boxes.on(shape, MM).box(2, 5, 2, 5, 0, 1);

    assertThat(recall(none, none)).isNaN();
    assertThat(falseDiscovery(none, none)).isNaN();
    assertThat(recall(one, none)).isNaN();
    assertThat(falseDiscovery(one, none)).isEqualTo(1);
    assertThat(recall(none, one)).isZero();
    assertThat(falseDiscovery(none, one)).isNaN();
  }

  private static double recall(Boxes prediction, Boxes reference) {
    return new ObjectRecall(3, OverlapUnit.VOX)
        .score(Comparison.of(prediction.map(), reference.map(), 0));
  }

  private static double falseDiscovery(Boxes prediction, Boxes reference) {
    return new ObjectFalseDiscovery(3, OverlapUnit.VOX)
        .score(Comparison.of(prediction.map(), reference.map(), 0));
  }

  @Test
  void findsAllOfFourHundredObjectsWhereTheOriginalLosesMost() {
    Boxes many = Boxes.on(new GridShape(80, 80, 1), MM);
    for (int n = 0; n < 400; n++) {
      many.box(4 * (n % 20), 4 * (n % 20) + 2, 4 * (n / 20), 4 * (n / 20) + 2, 0, 1);
    }

    assertThat(recall(many, many)).isEqualTo(1);
    assertThat(falseDiscovery(many, many)).isZero();
  }

  @Test
  void readsAnOverlapAsIvadomedWritesIt() {
    assertThat(Metrics.CATALOG.read("ltpr", StrictJson.parse("{}", ""), ""))
        .isEqualTo(new ObjectRecall(3, OverlapUnit.VOX));
    assertThat(
            Metrics.CATALOG.read(
                "lfdr", StrictJson.parse("{\"thr\": 0.3, \"unit\": \"ratio\"}", ""), ""))
        .isEqualTo(new ObjectFalseDiscovery(0.3, OverlapUnit.RATIO));
    assertThatThrownBy(() -> new ObjectRecall(0, OverlapUnit.VOX)).hasMessageContaining("above 0");
  }
}
