package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.specs.StrictJson;

class PostprocessingTest {
  private static ObjectNode config(String json) {
    return (ObjectNode) StrictJson.parse(json.replace('\'', '"'), "c.json");
  }

  private static List<Double> thresholds(ObjectNode config) {
    return Config.parse(config, "c.json").config().postprocessing().thresholds();
  }

  @Test
  void takesThresholdsInAndLeavesTheRest() {
    ObjectNode config =
        config("{'postprocessing': {'binarize_prediction': {'thr': 0.5}, 'keep_largest': {}}}");

    Postprocessing.putThresholds(config, List.of(0.25));
    assertThat(config)
        .isEqualTo(
            config(
                "{'postprocessing': {'binarize_prediction': {'thr': 0.25}, 'keep_largest': {}}}"));
    assertThat(thresholds(config)).containsExactly(0.25);

    Postprocessing.putThresholds(config, List.of(0.25, 0.75));
    assertThat(thresholds(config)).containsExactly(0.25, 0.75);
  }

  @Test
  void hasNoneWhereProbabilitiesStay() {
    assertThat(thresholds(config("{}"))).isEmpty();
    assertThat(thresholds(config("{'postprocessing': {'binarize_prediction': {'thr': -1}}}")))
        .isEmpty();
  }
}
