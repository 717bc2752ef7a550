package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.configuration.StepEntry;

class StepWishesTest {
  private static final Config CONFIG =
      SegmenterTest.config(
          "{'loader_parameters': {'target_suffix': ['_seg-manual']},"
              + " 'postprocessing': {'binarize_prediction': {'thr': 0.3}, 'fill_holes': {}}}");

  private static List<String> steps(StepWishes wishes) {
    return wishes.in(CONFIG).postprocessing().steps().stream()
        .map(step -> step.name() + step.args())
        .toList();
  }

  @Test
  void replaceTheModelsOwnStepsInTheirPlaceAndComeAfterThem() {
    StepWishes wishes =
        new StepWishes(
            Optional.of(0.7), Optional.of(true), Optional.of(false), List.of("10", "20", "10vox"));

    assertThat(steps(wishes))
        .containsExactly(
            "binarize_prediction{\"thr\":0.7}",
            "keep_largest{}",
            "remove_small{\"thr\":[10.0,20.0,10.0],\"unit\":\"vox\"}");
    assertThat(
            steps(
                new StepWishes(
                    Optional.empty(), Optional.empty(), Optional.empty(), List.of("1.5mm3"))))
        .endsWith("remove_small{\"thr\":[1.5],\"unit\":\"mm3\"}");
    assertThat(Restoration.of(wishes.in(CONFIG)).needsUncertainty()).isFalse();
  }

  @Test
  void leaveEverythingAsItIsWhereThereAreNone() {
    assertThat(StepWishes.NONE.in(CONFIG)).isSameAs(CONFIG);
    assertThat(CONFIG.postprocessing().steps()).extracting(StepEntry::name).hasSize(2);
  }

  @Test
  void refuseWhatIsNoSizeOrThreshold() {
    assertThatThrownBy(
            () ->
                steps(
                    new StepWishes(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of("few"))))
        .hasMessageContaining("remove-small-size");
    assertThatThrownBy(
            () ->
                steps(
                    new StepWishes(
                        Optional.of(2.0), Optional.empty(), Optional.empty(), List.of())))
        .hasMessageContaining("wish-threshold");
  }
}
