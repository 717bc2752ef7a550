package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import scanmill.problems.BadInputException;

/**
 * What a training run left in the bucket, brought to a folder in the layout that ivadomed's users
 * know: {@code config_file.json}, {@code <model>/<model>.onnx}, {@code
 * results_eval/evaluation_3Dmetrics.csv}, {@code pred_masks/…}.
 */
final class RunOutputs {
  private final Gateway gateway;
  private final Path folder;
  private int count;

  RunOutputs(Gateway gateway, Path folder) {
    this.gateway = gateway;
    this.folder = folder;
  }

  /**
   * @param run as {@code GET /api/runs/{run}} shows it
   */
  void bring(JsonNode run) {
    bring("training/" + run.path("run").asText() + "/outputs/", folder);
    JsonNode model = run.path("model");
    bring(model.path("prefix").asText(), folder.resolve(model.path("name").asText()));
  }

  /** How many files came. */
  int count() {
    return count;
  }

  private void bring(String prefix, Path target) {
    for (String key : gateway.list(prefix)) {
      gateway.download(key, inside(target, key.substring(prefix.length())));
      count++;
    }
  }

  /** A file below a folder, never outside of it. */
  static Path inside(Path folder, String relative) {
    Path file = folder.resolve(relative).normalize();
    if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
      throw BadInputException.of(
          "object-key-invalid",
          "Required a key that stays in its folder; found one that leaves it.",
          "Do not use outputs of this platform.");
    }
    return file;
  }
}
