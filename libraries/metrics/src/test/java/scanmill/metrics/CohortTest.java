package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

class CohortTest {
  private static final GridShape ROW = new GridShape(100, 1, 1);
  private static final Spacing MM = new Spacing(1, 1, 1);

  /** The reference begins at 0, the prediction is so much longer or shorter. */
  private static Evaluation scan(String id, int reference, int prediction) {
    return Evaluation.of(
        id,
        Boxes.on(ROW, MM).box(0, prediction, 0, 1, 0, 1).map(),
        Boxes.on(ROW, MM).box(0, reference, 0, 1, 0, 1).map());
  }

  private static Summary summary(Cohort cohort, String column) {
    return cohort.summaries(Bootstrap.DEFAULT).stream()
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void averagesScansAlikeAndVoxelsTogether() {
    // Dice 0.5 of a small scan, 1 of a large one.
    Cohort cohort = new Cohort(List.of(scan("a", 3, 1), scan("b", 50, 50)));

    assertThat(summary(cohort, "dice_class0").mean()).isEqualTo(0.75);
    assertThat(summary(cohort, "dice_class0").std()).isEqualTo(Math.sqrt(0.125), within(1e-12));
    assertThat(summary(cohort, "dice_class0").median()).isEqualTo(0.75);
    assertThat(cohort.pooled().get(0).dice()).isEqualTo(2 * 51 / 104.0, within(1e-12));
  }

  @Test
  void leavesOutScansThatAScoreDoesNotExistFor() {
    Cohort cohort = new Cohort(List.of(scan("a", 0, 0), scan("b", 50, 50), scan("c", 4, 4)));

    Summary dice = summary(cohort, "dice_class0");
    assertThat(dice.count()).isEqualTo(2);
    assertThat(dice.mean()).isEqualTo(1);
    assertThat(summary(new Cohort(List.of(scan("a", 0, 0))), "dice_class0"))
        .satisfies(none -> assertThat(none.count()).isZero())
        .satisfies(none -> assertThat(none.mean()).isNaN())
        .satisfies(none -> assertThat(none.interval().low()).isNaN());
    assertThat(new Cohort(List.of()).summaries(Bootstrap.DEFAULT)).isEmpty();
    assertThat(new Cohort(List.of()).pooled()).isEmpty();
  }

  @Test
  void tellsGroupsApart() {
    Cohort cohort = new Cohort(List.of(scan("a", 3, 1), scan("b", 50, 50), scan("c", 3, 3)));
    Map<String, String> sites = Map.of("a", "north", "c", "east");

    Map<String, Cohort> groups = cohort.by(id -> Optional.ofNullable(sites.get(id)));

    assertThat(groups.keySet()).containsExactly("east", "north");
    assertThat(summary(groups.getOrDefault("north", cohort), "dice_class0").mean()).isEqualTo(0.5);
    assertThat(summary(groups.getOrDefault("east", cohort), "dice_class0").mean()).isEqualTo(1);
  }

  @Test
  void drawsAnIntervalThatHoldsTheMeanAndIsTheSameForTheSameSeed() {
    double[] values = new double[400];
    for (int n = 0; n < values.length; n++) {
      values[n] = n % 2; // mean 0.5, std 0.5, standard error 0.025
    }
    Interval interval = new Bootstrap(4000, 0.95, 7).ofMean(values);

    assertThat(interval.low()).isEqualTo(0.5 - 1.96 * 0.025, within(0.006));
    assertThat(interval.high()).isEqualTo(0.5 + 1.96 * 0.025, within(0.006));
    assertThat(new Bootstrap(4000, 0.95, 7).ofMean(values)).isEqualTo(interval);
    assertThat(new Bootstrap(100, 0.95, 8).ofMean(0.1, 0.37, 0.71, 0.94))
        .isNotEqualTo(new Bootstrap(100, 0.95, 7).ofMean(0.1, 0.37, 0.71, 0.94));
    assertThat(Bootstrap.DEFAULT.ofMean(0.3)).isEqualTo(new Interval(0.3, 0.3));
    assertThatThrownBy(() -> new Bootstrap(10, 0.95, 0)).hasMessageContaining("100 drawings");
  }
}
