package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {

  @Test
  void leavesTheWordThatTellsClassesApart() {
    assertThat(ClassNames.of(List.of("_seg-anterior-manual", "_seg-posterior-manual")))
        .containsExactly("anterior", "posterior");
    assertThat(ClassNames.of(List.of("_seg-manual"))).containsExactly("seg");
    assertThat(ClassNames.of(List.of("_lesion-manual"))).containsExactly("lesion");
  }

  @Test
  void joinsWordsToOneBidsLabel() {
    assertThat(ClassNames.of(List.of("_grey_matter-manual"))).containsExactly("greyMatter");
  }

  @Test
  void numbersClassesThatWouldBeCalledTheSame() {
    assertThat(ClassNames.of(List.of("_seg-manual", "_seg"))).containsExactly("seg", "seg1");
  }
}
