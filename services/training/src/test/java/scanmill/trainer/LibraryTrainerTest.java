package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.DatasetFrozen;
import scanmill.events.EpochCompleted;
import scanmill.events.ModelPublished;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingStarted;
import scanmill.kit.EventJson;
import scanmill.kit.Folders;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** The real thing on five phantoms: a run that is cut short ends as an undisturbed one. */
class LibraryTrainerTest {
  private static final String CONFIG =
      """
      {"model_name": "phantom", "device": "cpu",
       "loader_parameters": {"path_data": "s3://scanmill/datasets/phantoms",
         "target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
         "training_time": {"num_epochs": 2}, "scheduler": {"initial_lr": 0.01}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2, "dropout_rate": 0.2},
       "transformation": {"CenterCrop": {"size": [16, 16]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  private final Path disk;

  LibraryTrainerTest(@TempDir Path disk) {
    this.disk = disk;
  }

  @Test
  void endsWithTheSameWeightsWhenAnotherReplicaGoesOn() throws IOException {
    Shop undisturbed = shop("a");
    RunManifest run = undisturbed.ask("request-1", config());
    assertThat(
            undisturbed.doing(new LibraryTrainer("auto", 1)).perform(run, undisturbed.watch(run)))
        .as("ended; told %s", undisturbed.outbox.events())
        .isTrue();
    assertThat(undisturbed.told())
        .filteredOn(event -> !event.equals("ScanPreparationRequested"))
        .containsExactly(
            "DatasetFrozen",
            "TrainingStarted",
            "EpochCompleted",
            "EpochCompleted",
            "ModelPublished");
    assertThat(undisturbed.last(DatasetFrozen.class).training()).isEqualTo(3);
    assertThat(undisturbed.last(TrainingStarted.class).device()).isEqualTo("cpu");

    Shop shop = shop("b");
    RunManifest same = shop.ask("request-1", config());
    boolean over =
        shop.doing(new LibraryTrainer("auto", 1))
            .perform(same, shop.watch(same, () -> shop.told().contains("EpochCompleted")));
    assertThat(over).isFalse();
    Shop elsewhere = shop; // another replica has the bucket, and nothing of the disk
    try (Stream<Path> all = Files.list(disk.resolve("b"))) {
      all.forEach(Folders::remove);
    }
    assertThat(elsewhere.doing(new LibraryTrainer("auto", 1)).perform(same, shop.watch(same)))
        .isTrue();

    assertThat(shop.last(TrainingStarted.class).firstEpoch()).isEqualTo(2);
    assertThat(shop.last(EpochCompleted.class).trainingLoss())
        .isEqualTo(undisturbed.last(EpochCompleted.class).trainingLoss());
    assertThat(weights(shop)).isEqualTo(weights(undisturbed));
  }

  @Test
  void failsWithWordsWhereTheArchitectureDoesNotExist() throws IOException {
    Shop shop = shop("c");
    Map<String, Object> config = config();
    config.put("default_model", Map.of("name", "Unett"));
    RunManifest run = shop.ask("request-1", config);

    assertThat(shop.doing(new LibraryTrainer("cpu", 1)).perform(run, shop.watch(run))).isTrue();

    assertThat(shop.last(TrainingFailed.class).problem().what()).contains("Unett");
  }

  private static byte[] weights(Shop shop) {
    return shop.store.read(
        shop.last(ModelPublished.class).model().prefix() + "phantom.safetensors");
  }

  private Shop shop(String name) throws IOException {
    Shop shop = new Shop(Files.createDirectories(disk.resolve(name)));
    Path data = Files.createDirectories(disk.resolve("data-" + name));
    new PhantomDataset(5, 1, List.of(PhantomContrast.T2W), new GridShape(24, 24, 4)).write(data);
    for (Path file : Folders.files(data)) {
      String inside = data.relativize(file).toString().replace('\\', '/');
      assertThat(shop.store.put("datasets/phantoms/" + inside, file)).isNotNull();
    }
    return shop;
  }

  private static Map<String, Object> config() {
    try {
      return EventJson.mapper().readValue(CONFIG, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
