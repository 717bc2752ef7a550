package scanmill.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.problems.BadInputException;

class PublishedModelsTest {
  private static final String FIRST = "a".repeat(64);
  private static final String SECOND = "a".repeat(11) + "b".repeat(53);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final PublishedModels models = new PublishedModels(store);
  private final Path disk;

  PublishedModelsTest(@TempDir Path disk) {
    this.disk = disk;
  }

  @Test
  void findsTheLatestAndEveryVersionByItsDigest() throws IOException {
    ModelRef first = publish(FIRST, "one").model();
    ModelRef second = publish(SECOND, "two").model();

    assertThat(first.prefix()).isEqualTo("models/cord/aaaaaaaaaaaa/");
    assertThat(models.find(ModelId.latest("cord"))).contains(second);
    assertThat(models.find(ModelId.parse("cord@" + FIRST))).contains(first);
    assertThat(models.find(ModelId.parse("cord@" + SECOND.substring(0, 12)))).contains(second);
    assertThat(models.find(ModelId.parse("cord@" + "a".repeat(30) + "c"))).isEmpty();
    assertThat(models.find(ModelId.latest("heart"))).isEmpty();
    assertThat(models.names()).containsExactly("cord");
  }

  @Test
  void letsAnAliasMeanAVersionUntilItMeansAnother() throws IOException {
    ModelRef first = publish(FIRST, "one").model();
    ModelRef second = publish(SECOND, "two").model();
    ModelAliases aliases = new ModelAliases(store);

    aliases.point("latest", first, Optional.empty());
    String etag = aliases.point("production", first, Optional.empty()).object().etag();

    assertThat(models.find(ModelId.latest("cord"))).contains(first);
    assertThat(models.find(ModelId.parse("cord@production"))).contains(first);
    assertThat(aliases.all("cord"))
        .extracting(ModelAliases.Alias::name)
        .containsExactly("latest", "production");

    aliases.point("production", second, Optional.of(etag));
    assertThat(models.find(ModelId.parse("cord@production"))).contains(second);
    assertThatThrownBy(() -> aliases.point("production", first, Optional.of(etag)))
        .hasMessageContaining("moved");
    assertThat(models.find(ModelId.parse("cord@production"))).contains(second);
    assertThat(models.versions("cord")).containsExactly(first, second);
  }

  @Test
  void removesAVersionOnlyWhenNoAliasMeansIt() throws IOException {
    ModelRef first = publish(FIRST, "one").model();
    ModelRef second = publish(SECOND, "two").model();

    assertThatThrownBy(() -> models.remove(second)).hasMessageContaining("latest");
    models.remove(first);

    assertThat(models.versions("cord")).containsExactly(second);
    assertThat(models.files(first)).isEmpty();
    assertThat(models.files(second)).hasSize(2);
  }

  @Test
  void listsTheFilesWithTheirDigests() throws IOException {
    PublishedModels.Published published = publish(FIRST, "one");

    assertThat(models.files(published.model())).isEqualTo(published.files());
    assertThat(published.files())
        .extracting(ArtifactRef::key)
        .containsExactly(
            "models/cord/aaaaaaaaaaaa/cord.json", "models/cord/aaaaaaaaaaaa/cord.onnx");
  }

  @Test
  void bringsAVersionToTheDiskOnce() throws IOException {
    ModelRef model = publish(FIRST, "one").model();
    ModelFolders folders = new ModelFolders(store, disk.resolve("cache"), 1 << 20);

    Path folder = folders.with(model, there -> there);
    store.away(true);

    assertThat(folder.getFileName()).hasToString("cord");
    assertThat(folder.resolve("cord.onnx")).hasContent("one");
    assertThat(folders.<Path>with(model, there -> there)).isEqualTo(folder);
    try (Stream<Path> left = Files.list(disk.resolve("cache"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void leavesNoHalfVersionWhereTheBucketGoesAway() throws IOException {
    ModelRef model = publish(FIRST, "one").model();
    ModelFolders folders = new ModelFolders(store, disk.resolve("cache"), 1 << 20);
    store.away(true);
    assertThatThrownBy(() -> folders.with(model, there -> there))
        .isInstanceOf(StoreException.class);

    store.away(false);

    assertThat(folders.<Path>with(model, there -> there).resolve("cord.json")).hasContent("{}");
  }

  @Test
  void saysThatAModelHasNoFiles() {
    ModelFolders folders = new ModelFolders(store, disk, 1 << 20);
    ModelRef gone = new ModelRef("cord", FIRST, "scanmill", "models/cord/aaaaaaaaaaaa/");

    assertThatThrownBy(() -> folders.with(gone, there -> there))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> assertThat(e.problem().code()).isEqualTo("model-missing"));
  }

  private PublishedModels.Published publish(String digest, String weights) throws IOException {
    Path json = Files.writeString(disk.resolve("c.json"), "{}");
    Path onnx = Files.writeString(disk.resolve("c.onnx"), weights);
    PublishedModels.Published published =
        models.publish("cord", digest, Map.of("cord.onnx", onnx, "cord.json", json));
    return published;
  }
}
