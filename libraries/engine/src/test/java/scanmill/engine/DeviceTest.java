package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

final class DeviceTest {
  @Test
  void readsTheCpu() {
    assertThat(Device.parse("cpu")).isEqualTo(Device.CPU);
    assertThat(Device.CPU).hasToString("cpu");
  }

  @Test
  void picksWhatIsThere() {
    String expected = Native.cudaDevices() > 0 ? "cuda:0" : "cpu";
    assertThat(Device.parse("auto")).hasToString(expected);
  }

  @Test
  void saysWhatToDoWithoutTheDevice() {
    assertThatThrownBy(() -> Device.parse("cuda:99"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("\"cuda:99\" was asked for")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH")
        .hasMessageContaining("device-absent");
  }

  @Test
  void rejectsOtherWords() {
    for (String text : new String[] {"gpu", "CPU", "cuda:", "cuda:-1", "cuda:1:2", ""}) {
      assertThatThrownBy(() -> Device.parse(text))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("device-unknown");
    }
  }
}
