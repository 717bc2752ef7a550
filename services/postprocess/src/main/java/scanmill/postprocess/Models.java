package scanmill.postprocess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.events.ModelRef;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationWishes;
import scanmill.kit.ModelFolders;
import scanmill.kit.PerModel;
import scanmill.models.ModelPackage;
import scanmill.models.Restoration;
import scanmill.models.StepWishes;

/** How each model's answers are brought back, the ones asked for lately kept. For many threads. */
final class Models {
  private final PerModel<Way> ways;

  /**
   * @param labels what people call the classes, in the order of the network's channels
   */
  record Way(Config config, List<String> labels) {
    /**
     * With what an order wishes.
     *
     * @throws scanmill.problems.BadInputException if it wishes what is no step
     */
    Restoration restoration(SegmentationOrder order) {
      SegmentationWishes wishes = order.wishes().orElse(SegmentationWishes.NONE);
      return Restoration.of(
          new StepWishes(
                  wishes.thr(),
                  wishes.largest(),
                  wishes.fillHoles(),
                  wishes.removeSmall().orElse(List.of()))
              .in(config));
    }
  }

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
    return new Way(opened.config(), opened.labels());
  }
}
