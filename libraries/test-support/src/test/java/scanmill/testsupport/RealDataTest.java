package scanmill.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RealDataTest {

  @Test
  void skipsLoudlyWhatIsNotThere() {
    assertThat(RealData.folder("no-such-data")).isEmpty();
    assertThatThrownBy(() -> RealData.require("no-such-data"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("SKIPPED: no no-such-data");
  }
}
