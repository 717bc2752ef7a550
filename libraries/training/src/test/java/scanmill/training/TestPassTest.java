package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.ObjectSizes;
import scanmill.metrics.OverlapUnit;

class TestPassTest {

  private static EvaluationPlan plan(String json) {
    return TestPass.plan(Config.parse(json, "config.json").config());
  }

  @Test
  void measuresWhatTheConfigurationAsksFor() {
    assertThat(plan("{}")).isEqualTo(EvaluationPlan.DEFAULT);
    assertThat(
            plan(
                """
                {"evaluation_parameters": {
                   "target_size": {"thr": [20, 100], "unit": "mm3"},
                   "overlap": {"thr": 0.3, "unit": "ratio"}}}
                """))
        .isEqualTo(
            new EvaluationPlan(
                true,
                0.3,
                OverlapUnit.RATIO,
                Optional.of(new ObjectSizes(List.of(20.0, 100.0), true)),
                false));
    assertThat(plan("{\"evaluation_parameters\": {\"object_detection_metrics\": false}}").objects())
        .isFalse();
  }
}
