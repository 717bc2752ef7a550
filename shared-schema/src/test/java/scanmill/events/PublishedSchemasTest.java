package scanmill.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What outsiders build on: {@code -Dschemas.update} rewrites it from the records. */
final class PublishedSchemasTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final ObjectMapper MAPPER = EventMapper.make();
  private static final EventSchemas SCHEMAS = new EventSchemas();

  static List<Class<? extends Event>> events() {
    return Event.ALL;
  }

  private static Path schemaFile(Class<? extends Event> type) {
    return RESOURCES.resolve("schemas").resolve(type.getSimpleName() + ".json");
  }

  private static void requirePublished(Path file, String text) throws IOException {
    if (System.getProperty("schemas.update") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file)
        .as("run the tests with -Dschemas.update and commit the difference")
        .hasContent(text);
  }

  @ParameterizedTest
  @MethodSource("events")
  void publishesTheSchemaOfEveryEvent(Class<? extends Event> type) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    String text =
        MAPPER
                .writer(
                    new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
                .writeValueAsString(SCHEMAS.of(type))
            + "\n";
    requirePublished(schemaFile(type), text);
  }

  @Test
  void publishesTheAsyncApiDocument() throws IOException {
    requirePublished(RESOURCES.resolve("asyncapi.yaml"), AsyncApi.yaml("0.1.0"));
  }

  @Test
  void publishesNothingElse() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("schemas"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Event.ALL.stream().map(type -> type.getSimpleName() + ".json").toList());
    }
  }

  static List<Path> goldenFiles() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Class<? extends Event> typeOf(Path golden) {
    return Event.ALL.stream()
        .filter(type -> golden.getFileName().toString().equals(type.getSimpleName() + ".json"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonSchema published(Class<? extends Event> type) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(MAPPER.readTree(schemaFile(type).toFile()));
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void readsEveryEventOfEveryReleaseWithoutLoss(Path golden) throws IOException {
    JsonNode json = MAPPER.readTree(golden.toFile());

    Event event = MAPPER.treeToValue(json, typeOf(golden));

    assertThat(MAPPER.readTree(MAPPER.writeValueAsBytes(event))).isEqualTo(json);
    assertThat(published(typeOf(golden)).validate(json)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void allowsFieldsOfLaterReleasesAndMissesRequiredOnes(Path golden) throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(golden.toFile());
    JsonSchema schema = published(typeOf(golden));
    json.put("later", 1);
    assertThat(schema.validate(json)).isEmpty();

    Set<String> required = new TreeSet<>();
    schema.getSchemaNode().path("required").forEach(name -> required.add(name.asText()));
    assertThat(required).isNotEmpty();
    for (String name : required) {
      ObjectNode without = json.deepCopy();
      without.remove(name);
      assertThat(schema.validate(without)).as("without " + name).isNotEmpty();
    }
  }

  @Test
  void keepsAGoldenSampleOfEveryEventInTheFirstRelease() throws IOException {
    assertThat(
            goldenFiles().stream()
                .filter(file -> file.startsWith(GOLDEN.resolve("0.1")))
                .map(file -> typeOf(file).getSimpleName())
                .collect(Collectors.toSet()))
        .isEqualTo(Event.ALL.stream().map(Class::getSimpleName).collect(Collectors.toSet()));
  }

  @Test
  void refusesWhatIsNoId() throws IOException {
    ObjectNode json =
        (ObjectNode) MAPPER.readTree(GOLDEN.resolve("0.1/ScanIngested.json").toFile());
    json.put("scan", "../../etc/passwd");

    assertThat(published(ScanIngested.class).validate(json)).hasSize(1);
  }
}
