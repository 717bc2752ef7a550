package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.configuration.ParsedConfig;
import scanmill.events.SegmentationRequested;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingRequested;
import scanmill.ids.RunId;
import scanmill.kit.EventJson;

/** What the pages show can be typed as it stands. */
class ExamplesTest {
  @Test
  void eventsOfTheReadmeAreEvents() {
    List<String> lines =
        Repository.read("README.md").lines().filter(l -> l.startsWith("{")).toList();
    assertThat(lines).hasSize(2);
    SegmentationRequested scan = read(lines.get(0), SegmentationRequested.class);
    assertThat(scan.model()).hasToString("cord");
    checkTraining(read(lines.get(1), TrainingRequested.class));
  }

  @Test
  void eventsOfTheReferenceAreEvents() {
    List<String> examples = json("docs/reference/events.md");
    assertThat(examples).hasSize(5);
    assertThat(read(examples.get(0), SegmentationRequested.class).reference()).isPresent();
    SegmentationRequested wishing = read(examples.get(1), SegmentationRequested.class);
    assertThat(wishing.wishes().orElseThrow().uncertainty()).isPresent();
    assertThat(wishing.wishes().orElseThrow().ensemble()).isPresent();
    assertThat(read(examples.get(2), SegmentationRequested.class).images().orElseThrow())
        .containsOnlyKeys("T1w", "T2w");
    checkTraining(read(examples.get(3), TrainingRequested.class));
    assertThat(read(examples.get(4), TrainingCancellationRequested.class).run())
        .isEqualTo(new RunId("cord-1"));
  }

  @Test
  void theConfigurationOfTheTutorialIsOne() {
    List<String> examples = json("docs/tutorials/first-training.md");
    assertThat(examples).hasSize(1);
    ParsedConfig parsed = Config.parse(examples.get(0), "cord.json");
    assertThat(parsed.warnings()).isEmpty();
    assertThat(parsed.config().transformation().entries()).hasSize(4);
  }

  @Test
  void configurationsUnderExamplesAreRead() {
    List<Path> examples =
        Repository.below("examples").stream().filter(f -> f.toString().endsWith(".json")).toList();
    assertThat(examples).isNotEmpty();
    examples.forEach(
        file ->
            assertThat(Config.parse(Repository.read(file), Repository.fileName(file)).warnings())
                .isEmpty());
  }

  private static void checkTraining(TrainingRequested request) {
    String config = new String(EventJson.write(request.config()), StandardCharsets.UTF_8);
    assertThat(Config.parse(config, "config").warnings()).isEmpty();
    assertThat(request.run()).contains(new RunId("cord-1"));
  }

  private static <T> T read(String json, Class<T> type) {
    return EventJson.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  /** The JSON blocks of a page, in order. */
  private static List<String> json(String page) {
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("(?ms)^```json\\n(.*?)^```").matcher(Repository.read(page));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}
