package scanmill.training;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.engine.TorchScriptArchive;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;

/**
 * Where a run keeps things: {@code outputs/} as ivadomed's users know them, {@code checkpoints/} to
 * go on from, {@code cache/} for what can be made again.
 *
 * <p>Every file is written beside its place and moved there, so that a killed run leaves no half
 * file under a good name.
 */
final class RunFolder {
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d+)\\.safetensors");
  private static final int KEPT = 2;

  private final Path folder;

  RunFolder(Path folder) {
    this.folder = folder;
  }

  void create() throws IOException {
    Files.createDirectories(outputs());
    Files.createDirectories(checkpoints());
  }

  Path outputs() {
    return folder.resolve("outputs");
  }

  private Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  Path cache() {
    return folder.resolve("cache");
  }

  void writeConfig(Config config) throws IOException {
    write(outputs().resolve("config_file.json"), config.toJson().toPrettyString() + "\n");
  }

  void writeCurve(List<CurvePoint> curve) throws IOException {
    write(outputs().resolve("training_curve.csv"), CurvePoint.csv(curve));
  }

  void writeFinalModel(Architecture architecture, Weights weights) throws IOException {
    Path half = outputs().resolve("final_model.pt.part");
    try (OutputStream out = Files.newOutputStream(half)) {
      TorchScriptArchive.write(architecture, weights, out);
    }
    move(half, outputs().resolve("final_model.pt"));
  }

  /** Writes the checkpoint of an epoch; older ones but the last are removed. */
  Path write(Checkpoint checkpoint) throws IOException {
    Path file = checkpoints().resolve("checkpoint-" + checkpoint.epoch() + ".safetensors");
    Path half = checkpoints().resolve(file.getFileName() + ".part");
    checkpoint.write(half);
    move(half, file);
    for (int old = checkpoint.epoch() - KEPT; old > 0; old--) {
      if (!Files.deleteIfExists(checkpoints().resolve("checkpoint-" + old + ".safetensors"))) {
        break;
      }
    }
    return file;
  }

  /**
   * The last checkpoint of this plan, if the run has got that far.
   *
   * @param otherwise a checkpoint to use where this folder holds none
   */
  Optional<Checkpoint> lastCheckpoint(Optional<Path> otherwise, String plan, EarlyStopping start)
      throws IOException {
    OptionalInt last = epochs();
    Optional<Path> file =
        last.isPresent()
            ? Optional.of(checkpoints().resolve("checkpoint-" + last.getAsInt() + ".safetensors"))
            : otherwise;
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(Checkpoint.read(file.get(), plan, start));
  }

  /** Whose checkpoint is the last; 0 if there is none. */
  int lastEpoch() throws IOException {
    return epochs().orElse(0);
  }

  private OptionalInt epochs() throws IOException {
    try (Stream<Path> files = Files.list(checkpoints())) {
      return files
          .map(f -> CHECKPOINT.matcher(f.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(m -> Integer.parseInt(m.group(1)))
          .max();
    }
  }

  static void write(Path file, String text) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(half, text, StandardCharsets.UTF_8);
    move(half, file);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
