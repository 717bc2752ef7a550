package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictsTest {
  @Test
  void scoresEachClassAndTheirMean() {
    Verdicts verdicts = new Verdicts(2);
    // class 0 is told apart; of class 1 one is missed, and nothing is known of the order
    verdicts.add(new float[] {0.9f, 0.4f, 0.2f, 0.4f}, new float[] {1, 1, 0, 0}, 2);
    verdicts.add(new float[] {0.7f, 0.4f}, new float[] {1, 0}, 1);

    assertThat(verdicts.scores())
        .containsEntry("accuracy_score_class0", 1.0)
        .containsEntry("accuracy_score_class1", 2.0 / 3)
        .containsEntry("accuracy_score", (1 + 2.0 / 3) / 2)
        .containsEntry("auc_class0", 1.0)
        .containsEntry("auc_class1", 0.5)
        .containsEntry("recall_score_class1", 0.0);
  }
}
