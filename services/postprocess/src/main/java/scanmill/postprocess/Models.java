package scanmill.postprocess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scanmill.events.ModelRef;
import scanmill.kit.ModelFolders;
import scanmill.kit.PerModel;
import scanmill.models.ModelPackage;
import scanmill.models.Restoration;

/** How each model's answers are brought back, the ones asked for lately kept. For many threads. */
final class Models {
  private final PerModel<Way> ways;

  /**
   * @param labels what people call the classes, in the order of the network's channels
   */
  record Way(Restoration restoration, List<String> labels) {}

  Models(ModelFolders folders) {
    this.ways = new PerModel<>(folders, Models::read);
  }

  /**
   * The way back from a model's answers.
   *
   * @throws scanmill.problems.BadInputException if its package cannot be used
   */
  Way of(ModelRef model) {
    return ways.of(model);
  }

  private static Way read(Path folder, ModelRef model) throws IOException {
    ModelPackage opened = ModelPackage.open(folder, model.name());
    return new Way(Restoration.of(opened.config()), opened.labels());
  }
}
