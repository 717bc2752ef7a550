package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HippocampusExampleTest {

  @Test
  void theExampleParsesWithoutAWarning() throws IOException {
    Path file = Path.of("../../examples/hippocampus.json");
    ParsedConfig parsed = Config.parse(Files.readString(file), "hippocampus.json");
    Config config = parsed.config();
    assertThat(parsed.warnings()).isEmpty();
    assertThat(config.outClasses()).isEqualTo(2);
    assertThat(config.inChannel()).isEqualTo(1);
    assertThat(config.model().name()).isEqualTo("Unet");
    assertThat(config.defaultModel().finalActivation()).contains(FinalActivation.SOFTMAX);
    assertThat(config.transformation().during(Phase.TESTING))
        .extracting(TransformEntry::name)
        .containsExactly("CenterCrop", "NormalizeInstance");
  }
}
