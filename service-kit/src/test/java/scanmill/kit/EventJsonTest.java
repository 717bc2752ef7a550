package scanmill.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.events.ScanIngested;
import scanmill.events.Score;
import scanmill.events.SegmentationRequested;
import scanmill.events.SegmentationWishes;
import scanmill.events.TrainingRequested;
import scanmill.ids.ModelId;
import scanmill.problems.BadInputException;

final class EventJsonTest {
  @Test
  void writesIdsAsTextAndLeavesAbsentFieldsOut() {
    assertThat(new String(EventJson.write(Examples.requested("01")), UTF_8))
        .isEqualTo(
            "{\"scan\":\"sub-01_T2w\",\"image\":{\"key\":\"raw/ab/abc.nii.gz\"},"
                + "\"model\":\"spine\"}");
  }

  @Test
  void readsTheLeastThatSomebodyOutsideHasToSay() {
    SegmentationRequested read =
        EventJson.read(
            "{\"image\":{\"key\":\"incoming/a.nii\"},\"model\":\"spine@0123abcd\"}".getBytes(UTF_8),
            SegmentationRequested.class);

    assertThat(read)
        .isEqualTo(SegmentationRequested.of("incoming/a.nii", ModelId.parse("spine@0123abcd")));
  }

  @Test
  void givesBackWhatItWrote() {
    assertThat(EventJson.read(EventJson.write(Examples.ingested("1")), ScanIngested.class))
        .isEqualTo(Examples.ingested("1"));
  }

  @Test
  void writesNaNAsNullAndReadsItBack() {
    byte[] json = EventJson.write(new Score("cord", "hd95", Double.NaN, "mm"));

    assertThat(new String(json, UTF_8)).contains("\"value\":null");
    assertThat(EventJson.read(json, Score.class).value()).isNaN();
  }

  @Test
  void takesANumberThatMayBeAbsentForAbsent() {
    assertThat(EventJson.read("{\"largest\":true}".getBytes(UTF_8), SegmentationWishes.class).thr())
        .isEmpty();
    assertThat(EventJson.read("{\"thr\":0.5}".getBytes(UTF_8), SegmentationWishes.class).thr())
        .contains(0.5);
  }

  @Test
  void keepsAnIvadomedConfigurationAsItCame() {
    TrainingRequested asked =
        EventJson.read(
            "{\"config\":{\"command\":\"train\",\"gpu_ids\":[0],\"x\":{\"y\":null,\"z\":0.5}}}"
                .getBytes(UTF_8),
            TrainingRequested.class);

    assertThat(asked.run()).isEqualTo(Optional.empty());
    assertThat(asked.config()).containsEntry("command", "train");
    assertThat(asked.config().get("x")).hasToString("{y=null, z=0.5}");
  }

  @Test
  void ignoresFieldsOfLaterVersions() {
    assertThat(
            EventJson.read(
                    "{\"label\":\"a\",\"metric\":\"m\",\"value\":1,\"unit\":\"1\",\"new\":[1]}"
                        .getBytes(UTF_8),
                    Score.class)
                .value())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{} x",
        "{}",
        "{\"image\":{\"key\":\"a\"},\"model\":null}",
        "{\"image\":{},\"model\":\"m\"}",
        "{\"image\":\"a\",\"model\":\"m\"}",
        "{\"image\":{\"key\":\"a\"},\"model\":\"../m\"}",
        "{\"image\":{\"key\":\"a\"},\"model\":7}",
        "{\"image\":{\"key\":\"a\"},\"model\":\"m\",\"scan\":\"Mustermann\"}"
      })
  void refusesWhatIsNotTheEvent(String json) {
    assertThatThrownBy(() -> EventJson.read(json.getBytes(UTF_8), SegmentationRequested.class))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("SegmentationRequested")
        .hasMessageNotContaining("Mustermann")
        .hasMessageContaining("[event-malformed]");
  }

  @Test
  void survivesJsonThatIsNestedTooDeep() {
    String deep = "{\"config\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> EventJson.read(deep.getBytes(UTF_8), TrainingRequested.class))
        .isInstanceOf(BadInputException.class);
  }
}
