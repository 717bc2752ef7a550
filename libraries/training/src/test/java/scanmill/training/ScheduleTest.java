package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void fallsAlongHalfACosine() {
    Schedule cosine = new Schedule.Cosine(0.001, 4);

    assertThat(cosine.rate(1)).isEqualTo(0.001);
    assertThat(cosine.rate(2)).isCloseTo(0.0008535534, within(1e-10));
    assertThat(cosine.rate(3)).isCloseTo(0.0005, within(1e-12));
    assertThat(cosine.rate(4)).isCloseTo(0.0001464466, within(1e-10));
  }
}
