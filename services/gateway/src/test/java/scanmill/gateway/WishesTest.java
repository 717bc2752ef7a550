package scanmill.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.events.BoxesWish;
import scanmill.events.SegmentationWishes;
import scanmill.events.UncertaintyWish;
import scanmill.ids.ModelId;
import scanmill.specs.StrictJson;

class WishesTest {
  private static SegmentationWishes read(String json) {
    return Wishes.read((ObjectNode) StrictJson.parse(json.replace('\'', '"'), "wishes"));
  }

  @Test
  void areReadAsTheyAreTold() {
    SegmentationWishes wishes =
        read(
            "{'uncertainty': {'epistemic': true, 'aleatoric': false, 'iterations': 20},"
                + " 'thr': 0.5, 'removeSmall': ['10vox'], 'overlap': [8, 8]}");

    assertThat(wishes.uncertainty())
        .contains(new UncertaintyWish(true, false, 20, Optional.empty()));
    assertThat(wishes.thr()).contains(0.5);
    assertThat(wishes.removeSmall()).contains(List.of("10vox"));
    assertThat(wishes.overlap()).contains(List.of(8, 8));
    assertThat(wishes.whole()).isEmpty();
  }

  @Test
  void nameModelsAxesAndBoxes() {
    SegmentationWishes wishes =
        read(
            "{'ensemble': ['cord@production'], 'flips': [0, 1], 'boxes': 'all', 'pictures': true}");

    assertThat(wishes.ensemble()).contains(List.of(ModelId.parse("cord@production")));
    assertThat(wishes.flips()).contains(List.of(0, 1));
    assertThat(wishes.boxes()).contains(BoxesWish.ALL);
    assertThat(wishes.pictures()).contains(true);
  }

  @Test
  void refuseWhatMeansNothing() {
    assertThatThrownBy(() -> read("{'larges': true}"))
        .hasMessageContaining("wishes-invalid")
        .hasMessageContaining("Did you mean \"largest\"?");
    assertThatThrownBy(() -> read("{'boxes': 'some'}"))
        .hasMessageContaining("wishes-invalid")
        .hasMessageContaining("boxes");
    assertThatThrownBy(() -> read("{'ensemble': ['../cord']}"))
        .hasMessageContaining("wishes-invalid");
    assertThatThrownBy(() -> read("{'thr': 'high'}")).hasMessageContaining("wishes-invalid");
  }
}
