package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

class OneOfTest {
  private static final Sample SLICE = Phantom.on(Grid.of(new GridShape(9, 9, 1), Phantom.MM));
  private static final String BLUR_OR_GAMMA =
      "'RandomBlur': {'sigma_range': [1, 2], 'p': 1}, 'RandomGamma': {'log_gamma_range': [1, 2],"
          + " 'p': 1}";

  private static OneOf read(String arguments) {
    return (OneOf)
        Transforms.CATALOG.read(
            "OneOf", StrictJson.parse(arguments.replace('\'', '"'), ""), "transformation.OneOf");
  }

  private static Map<Class<?>, Long> drawn(OneOf oneOf) {
    SplittableRandom random = new SplittableRandom(5);
    return IntStream.range(0, 1000)
        .mapToObj(n -> oneOf.draw(random, SLICE).getClass())
        .collect(Collectors.groupingBy(Function.<Class<?>>identity(), Collectors.counting()));
  }

  @Test
  void drawsEachEquallyOften() {
    Map<Class<?>, Long> drawn = drawn(read("{'transforms': {" + BLUR_OR_GAMMA + "}}"));

    assertThat(drawn).containsOnlyKeys(Blurred.class, GammaCorrected.class);
    assertThat(drawn.get(Blurred.class)).isBetween(440L, 560L);
  }

  @Test
  void drawsByWeight() {
    assertThat(drawn(read("{'transforms': {" + BLUR_OR_GAMMA + "}, 'weights': [1, 4]}")))
        .hasEntrySatisfying(Blurred.class, count -> assertThat(count).isBetween(160L, 240L));
    assertThat(drawn(read("{'transforms': {" + BLUR_OR_GAMMA + "}, 'weights': [0, 4]}")))
        .containsOnlyKeys(GammaCorrected.class);
    assertThat(drawn(read("{'transforms': {" + BLUR_OR_GAMMA + "}, 'weights': [4, 0]}")))
        .containsOnlyKeys(Blurred.class);
  }

  @Test
  void isToldWhatOnlyATrainingSetCanTell() {
    OneOf wish =
        read(
            "{'transforms': {'OneOf': {'transforms': {'NormalizeDataset': {}}}, 'RandomReverse': {}}}");

    OneOf fitted = wish.fitted(List.of(2.0), List.of(3.0));

    assertThat(wish.isFitted()).isFalse();
    assertThat(fitted.isFitted()).isTrue();
    assertThat(fitted)
        .isEqualTo(
            read(
                "{'transforms': {'OneOf': {'transforms': {'NormalizeDataset':"
                    + " {'mean': [2], 'std': [3]}}}, 'RandomReverse': {}}}"));
  }

  @Test
  void recordsTheChangeThatCameOut() {
    OneOf oneOf = OneOf.of(List.of(new RandomReverse()), List.of());

    Sample changed = SLICE.apply(oneOf.draw(new SplittableRandom(1), SLICE));

    assertThat(changed.history().get(0).transform()).isInstanceOf(Reversed.class);
  }

  @Test
  void passesTheDimensionsOn() {
    OneOf oneOf = OneOf.of(List.of(new NormalizeInstance(false)), List.of(1.0));

    assertThat(oneOf.forDimensions(2).draw(new SplittableRandom(1), SLICE))
        .isEqualTo(new NormalizeInstance(true));
  }

  @Test
  void namesTheWholePathOfWhatItDoesNotKnow() {
    assertThatThrownBy(() -> read("{'transforms': {'RandomBlurr': {}}}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("transformation.OneOf.transforms.RandomBlurr")
        .hasMessageContaining("Did you mean \"RandomBlur\"");
    assertThatThrownBy(() -> read("{'transforms': {'RandomBlur': {'sigma_rang': [1, 2]}}}"))
        .hasMessageContaining("transformation.OneOf.transforms.RandomBlur.sigma_rang")
        .hasMessageContaining("sigma_range");
    assertThatThrownBy(() -> read("{'transforms': []}")).hasMessageContaining("config-wrong-type");
    assertThatThrownBy(() -> read("{'transforms': {}}")).hasMessageContaining("at least one");
    assertThatThrownBy(() -> read("{'transforms': {'CenterCrop': {'size': [4, 4]}}}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("CenterCrop prepares whole scans");
    assertThatThrownBy(() -> read("{'transforms': {" + BLUR_OR_GAMMA + "}, 'weights': [1]}"))
        .hasMessageContaining("one weight");
    assertThatThrownBy(() -> read("{'transforms': {" + BLUR_OR_GAMMA + "}, 'weights': [0, 0]}"))
        .hasMessageContaining("a weight above 0");
    assertThatThrownBy(() -> OneOf.of(List.of(new RandomReverse(), new RandomReverse()), List.of()))
        .hasMessageContaining("once");
  }

  @Test
  void isDoneAsOftenAsItsProbabilitySays() {
    Placed placed = new Placed(new Reversed(true, false, false), Part.ALL, 0.25);
    SplittableRandom random = new SplittableRandom(3);
    long done =
        IntStream.range(0, 1000)
            .filter(n -> !placed.apply(SLICE, random).history().isEmpty())
            .count();

    assertThat(done).isBetween(200L, 300L);
    assertThat(placed.fixed()).isFalse();
    assertThat(new Placed(new Reversed(true, false, false), Part.ALL).fixed()).isTrue();
    assertThat(new Placed(new RandomReverse(), Part.ALL).fixed()).isFalse();
    assertThat(new Placed(new RandomReverse(), Part.ALL, 0).apply(SLICE, random)).isSameAs(SLICE);
    assertThatThrownBy(() -> new Placed(new RandomReverse(), Part.ALL, 1.5))
        .hasMessageContaining("probability");
  }
}
