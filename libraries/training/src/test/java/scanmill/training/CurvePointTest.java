package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurvePointTest {
  private static final String BEFORE =
      """
      epoch,training_loss,validation_loss,validation_dice,learning_rate,seconds,training_dice
      1,0.5,0.25,0.75,0.001,2.0,0.5
      """;

  @Test
  void hasAColumnForEveryScoreAndIsReadBack() {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("dice_score", 0.75);
    scores.put("recall_score", Double.NaN);
    scores.put("dice_class0", 0.5);
    List<CurvePoint> curve = List.of(new CurvePoint(1, 0.5, 0.25, scores, 1e-3, 2, 0.5));

    String csv = CurvePoint.csv(curve);

    assertThat(csv.lines())
        .containsExactly(
            "epoch,training_loss,validation_loss,validation_dice,learning_rate,seconds,"
                + "training_dice,validation_recall_score,validation_dice_class0",
            "1,0.5,0.25,0.75,0.001,2.0,0.5,NaN,0.5");
    assertThat(CurvePoint.parse(csv)).isEqualTo(curve);
  }

  @Test
  void readsCheckpointsFromBeforeThereWereOtherScores() {
    assertThat(CurvePoint.parse(BEFORE))
        .containsExactly(new CurvePoint(1, 0.5, 0.25, Map.of("dice_score", 0.75), 1e-3, 2, 0.5));
  }

  @Test
  void nothingLearntIsNoRow() {
    assertThat(CurvePoint.parse(CurvePoint.csv(List.of()))).isEmpty();
  }
}
