package scanmill.postprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.volumes.ProbabilityMap;

class ThresholdUncertaintyTest {
  private static final ProbabilityMap PREDICTION = Bar.slice(4, "8888", "4444");

  private static UncertaintyMaps only(String measure, ProbabilityMap map) {
    return asked -> Optional.ofNullable(Map.of(measure, map).get(asked));
  }

  @Test
  void keepsWhatIsLessUncertainThanTheThreshold() {
    UncertaintyMaps maps = only("unc-vox", Bar.slice(4, "1234"));
    Step step = new ThresholdUncertainty(0.3, "_unc-vox.nii.gz");

    assertThat(step.apply(PREDICTION, maps).channel(0)).isEqualTo(Bar.slice(4, "88..").channel(0));
    assertThat(step.apply(PREDICTION, maps).channel(1)).isEqualTo(Bar.slice(4, "44..").channel(0));
  }

  @Test
  void keepsWhatAgreesMoreThanTheThreshold() {
    UncertaintyMaps iou = only("unc-iou", Bar.slice(4, "1234", "4321"));
    UncertaintyMaps soft = only("soft", Bar.slice(4, "1234", "4321"));

    ProbabilityMap kept = new ThresholdUncertainty(0.3, "_unc-iou").apply(PREDICTION, iou);
    assertThat(kept.channel(0)).isEqualTo(Bar.slice(4, "...8").channel(0));
    assertThat(kept.channel(1)).isEqualTo(Bar.slice(4, "4...").channel(0));
    assertThat(new ThresholdUncertainty(0.2, "_soft.nii.gz").apply(PREDICTION, soft).channel(0))
        .isEqualTo(Bar.slice(4, "..88").channel(0));
  }

  @Test
  void isOffBelowZero() {
    assertThat(new ThresholdUncertainty(-1, "_unc-vox").apply(PREDICTION)).isSameAs(PREDICTION);
  }

  @Test
  void saysWhichMapIsAbsentAndWhatToDo() {
    assertThatThrownBy(() -> new ThresholdUncertainty(0.3, "_unc-cv.nii").apply(PREDICTION))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("needs the map unc-cv")
        .hasMessageContaining("uncertainty.epistemic");
  }

  @Test
  void refusesAMapOfOtherVoxelsOrClasses() {
    Step step = new ThresholdUncertainty(0.3, "unc-vox");
    assertThatThrownBy(() -> step.apply(PREDICTION, only("unc-vox", Bar.slice(3, "111"))))
        .hasMessageContaining("4x1x1")
        .hasMessageContaining("3x1x1");
    ProbabilityMap three = Bar.slice(4, "1111", "1111", "1111");
    assertThatThrownBy(() -> step.apply(PREDICTION, only("unc-vox", three)))
        .hasMessageContaining("2 classes, the map 4x1x1 and 3");
  }
}
