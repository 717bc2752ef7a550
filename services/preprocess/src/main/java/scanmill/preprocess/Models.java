package scanmill.preprocess;

import java.io.IOException;
import java.nio.file.Path;
import scanmill.configuration.Config;
import scanmill.datasets.PictureDepth;
import scanmill.events.ModelRef;
import scanmill.kit.ModelFolders;
import scanmill.kit.PerModel;
import scanmill.models.Cascade;
import scanmill.models.ModelPackage;
import scanmill.models.Preparation;

/** How each model wants its images, the ones asked for lately kept. Safe for many threads. */
final class Models {
  private final PerModel<Wish> wishes;

  /**
   * @param images that it takes of each scan
   * @param cascade whether another model finds first, so that what is done after the axes were
   *     turned depends on what that one finds
   * @param depth of pictures that it was trained with
   */
  record Wish(Preparation preparation, ModelImages images, boolean cascade, PictureDepth depth) {}

  Models(ModelFolders folders) {
    this.wishes = new PerModel<>(folders, Models::read);
  }

  /**
   * What a model wants.
   *
   * @throws scanmill.problems.BadInputException if its package cannot be used
   */
  Wish of(ModelRef model) {
    return wishes.of(model);
  }

  private static Wish read(Path folder, ModelRef model) throws IOException {
    Config config = ModelPackage.open(folder, model.name()).config();
    return new Wish(
        Preparation.of(config),
        ModelImages.of(config),
        Cascade.declared(config),
        PictureDepth.of(config));
  }
}
