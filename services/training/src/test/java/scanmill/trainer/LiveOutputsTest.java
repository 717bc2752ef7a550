package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ArtifactRef;
import scanmill.ids.RunId;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.StoredObject;

class LiveOutputsTest {
  private static final RunId RUN = new RunId("live-1");
  private static final String EVENTS = "outputs/losses_train_loss/events.out.tfevents.1.scanmill.2";
  private static final String ROOT = "training/live-1/";

  @TempDir Path folder = Path.of("unset");
  private final InMemoryObjectStore store = new InMemoryObjectStore();

  private static void write(Path folder, String name, int size) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }

  private List<String> keys() {
    try (Stream<StoredObject> all = store.list(ROOT)) {
      return all.map(object -> object.key().substring(ROOT.length())).toList();
    }
  }

  private LiveOutputs within(String taking) {
    return new LiveOutputs(store, RUN, folder.resolve(taking));
  }

  @Test
  void showsWhatIsNewWhileTheRunGoesOn() throws IOException {
    Path run = folder.resolve("first");
    LiveOutputs outputs = within("first");
    outputs.begin(true);
    write(run, "outputs/training_curve.csv", 10);
    write(run, "outputs/gifs/half.gif.part", 10);
    write(run, "cache/gifs/sub-01/1.png", 10);
    write(run, "cache/prepared/scan.bin", 10);
    outputs.show();
    assertThat(keys()).containsExactly("frames/sub-01/1.png", "outputs/training_curve.csv");

    write(run, "outputs/training_curve.csv", 20);
    write(run, EVENTS, 2 << 20);
    outputs.show();
    assertThat(store.read(ROOT + "outputs/training_curve.csv")).hasSize(20);

    write(run, EVENTS, (2 << 20) + 1);
    outputs.show();
    assertThat(store.read(ROOT + EVENTS)).as("has grown too little to be put").hasSize(2 << 20);
    write(run, EVENTS, 3 << 20);
    write(run, "outputs/huge", 65 << 20);
    outputs.show();
    assertThat(store.read(ROOT + EVENTS)).hasSize(3 << 20);
    assertThat(keys()).doesNotContain("outputs/huge");
  }

  @Test
  void goesOnWithThePicturesOfWhoHadTheRunBefore() throws IOException {
    LiveOutputs before = within("before");
    write(folder, "before/cache/gifs/sub-01/1.png", 7);
    write(folder, "before/outputs/mixup/0.1_0.png", 7);
    write(folder, "before/" + EVENTS, 7);
    before.show();

    within("after").begin(false);

    assertThat(folder.resolve("after/cache/gifs/sub-01/1.png")).hasSize(7);
    assertThat(keys()).containsExactly("frames/sub-01/1.png", "outputs/mixup/0.1_0.png");
  }

  @Test
  void beginsARunAnewWithNothing() {
    ArtifactRef frame = store.put(ROOT + "frames/sub-01/1.png", bytes());
    ArtifactRef old = store.put(ROOT + "outputs/training_curve.csv", bytes());
    ArtifactRef other = store.put("training/live-11/outputs/x", bytes());

    within("anew").begin(true);

    assertThat(store.find(frame.key())).isEmpty();
    assertThat(store.find(old.key())).isEmpty();
    assertThat(store.find(other.key())).isPresent();
  }

  private static byte[] bytes() {
    return "x".getBytes(StandardCharsets.UTF_8);
  }
}
