package scanmill.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class CatalogTest {

  interface Shape {}

  record Circle(@Default("1") int radius) implements Shape {}

  record Box(int width, int height) implements Shape {}

  record Line() implements Shape {}

  private static final Catalog<Shape> SHAPES =
      Catalog.of("shape", shapes()).notBuilt(List.of("Cone"));

  private static Map<String, Class<? extends Shape>> shapes() {
    Map<String, Class<? extends Shape>> shapes = new LinkedHashMap<>();
    shapes.put("Circle", Circle.class);
    shapes.put("Box", Box.class);
    shapes.put("Rectangle", Box.class);
    return shapes;
  }

  private static JsonNode json(String text) {
    return StrictJson.parse(text, "c.json");
  }

  @Test
  void readsBackWhatItWrote() {
    for (Shape shape : List.of(new Circle(3), new Box(1, 2))) {
      assertThat(SHAPES.read(SHAPES.nameOf(shape), SHAPES.write(shape), "shapes")).isEqualTo(shape);
    }
  }

  @Test
  void keepsTheOrderOfItsNames() {
    assertThat(SHAPES.names()).containsExactly("Circle", "Box", "Rectangle");
    assertThat(SHAPES.nameOf(new Box(1, 1))).isEqualTo("Box");
  }

  @Test
  void guessesAnUnknownName() {
    assertThatThrownBy(() -> SHAPES.read("Cirle", json("{}"), "shapes"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "shapes: required the name of a shape; found \"Cirle\". "
                + "Did you mean \"Circle\"? Known: Circle, Box, Rectangle. [config-unknown-name]");
  }

  @Test
  void saysThatANameIsKnownButNotBuilt() {
    assertThatThrownBy(() -> SHAPES.read("Cone", json("{}"), "shapes"))
        .hasMessageContaining("\"Cone\", which ivadomed has and Scanmill has not built yet")
        .hasMessageContaining("[config-not-built]");
  }

  @Test
  void namesThePathOfAWrongArgument() {
    assertThatThrownBy(() -> SHAPES.read("Box", json("{\"width\": 1, \"hight\": 2}"), "shapes.Box"))
        .hasMessageContaining("shapes.Box.hight")
        .hasMessageContaining("Did you mean \"height\"?");
  }

  @Test
  void refusesToWriteWhatItDoesNotHold() {
    assertThatThrownBy(() -> SHAPES.write(new Line())).isInstanceOf(IllegalArgumentException.class);
  }
}
