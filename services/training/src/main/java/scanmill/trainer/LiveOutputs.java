package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import scanmill.events.ArtifactRef;
import scanmill.ids.RunId;
import scanmill.kit.Folders;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;

/**
 * What a run writes for people to look at (curves, pictures, animations, TensorBoard's files), put
 * below {@code training/<run>/outputs/} while the run goes on. What is shown is bounded: very large
 * files wait for the end of the run, when all of them are put, and files that grow are put again
 * when they have grown by a tenth.
 *
 * <p>The single pictures of animations lie below {@code training/<run>/frames/}, so that whoever
 * goes on has them all. For one thread.
 */
final class LiveOutputs {
  private static final String OUTPUTS = "outputs/";
  private static final String FRAMES = "frames/";
  private static final String TENSORBOARD = "events.out.tfevents.";
  private static final long LARGEST = 64L << 20;
  private static final long SMALL = 1L << 20;
  private static final int MOST_AT_ONCE = 200;

  private final ObjectStore store;
  private final RunId run;
  private final Path folder;
  private final Map<Path, State> shown = new HashMap<>();

  /** A file as it was put. */
  private record State(long size, long modified) {}

  /**
   * @param folder of the run: {@code outputs} and {@code cache/gifs} are in it
   */
  LiveOutputs(ObjectStore store, RunId run, Path folder) {
    this.store = store;
    this.run = run;
    this.folder = folder;
  }

  /**
   * Makes place: of a run from the beginning everything that lies there goes; of one that is gone
   * on with, what it is about to tell TensorBoard again, and the pictures of its animations come.
   */
  void begin(boolean fresh) {
    for (StoredObject object : all(OUTPUTS)) {
      if (fresh || object.key().contains(TENSORBOARD)) {
        store.remove(object.key());
      }
    }
    if (fresh) {
      end();
      return;
    }
    String prefix = Runs.key(run, FRAMES);
    for (StoredObject object : all(FRAMES)) {
      Path file = frames().resolve(object.key().substring(prefix.length())).normalize();
      if (file.startsWith(frames())) {
        bring(object, file);
      }
    }
  }

  private void bring(StoredObject object, Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, store.read(object.key()));
      shown.put(file, state(file));
    } catch (IOException e) {
      throw new UncheckedIOException("A picture of a run could not be brought", e);
    }
  }

  /** Puts what is new or has changed. */
  void show() {
    List<Path> changed = new ArrayList<>();
    for (Path root : List.of(outputs(), frames())) {
      Folders.files(root).stream().filter(this::isNews).forEach(changed::add);
    }
    for (Path file : changed.subList(0, Math.min(MOST_AT_ONCE, changed.size()))) {
      State now = state(file);
      ArtifactRef unused = store.put(key(file), file);
      shown.put(file, now);
    }
  }

  private boolean isNews(Path file) {
    State now = state(file);
    State before = shown.getOrDefault(file, new State(-1, -1));
    boolean grownLittle = now.size() > SMALL && now.size() < before.size() + before.size() / 10;
    return !now.equals(before)
        && !grownLittle
        && now.size() <= LARGEST
        && !file.toString().endsWith(".part");
  }

  private String key(Path file) {
    boolean frame = file.startsWith(frames());
    Path below = (frame ? frames() : outputs()).relativize(file);
    return Runs.key(run, (frame ? FRAMES : OUTPUTS) + below.toString().replace('\\', '/'));
  }

  /** Removes the single pictures; the animations are made of them. */
  void end() {
    all(FRAMES).forEach(object -> store.remove(object.key()));
  }

  private List<StoredObject> all(String below) {
    try (Stream<StoredObject> found = store.list(Runs.key(run, below))) {
      return found.toList();
    }
  }

  private Path outputs() {
    return folder.resolve("outputs");
  }

  private Path frames() {
    return folder.resolve("cache").resolve("gifs");
  }

  private static State state(Path file) {
    try {
      return new State(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException("A file of a run could not be looked at", e);
    }
  }
}
