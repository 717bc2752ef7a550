package scanmill.models;

import java.util.List;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;
import scanmill.volumes.Volume;

/** What a model can be given. */
final class ModelInputs {

  private ModelInputs() {}

  /**
   * @throws BadInputException {@code model-channels} or {@code scan-values}
   */
  static void require(Config config, List<Volume> channels) {
    int required = config.inChannel();
    if (channels.size() != required) {
      throw BadInputException.of(
          "model-channels",
          "The model takes "
              + required
              + (required == 1
                  ? " image"
                  : " images, "
                      + String.join(", ", config.loaderParameters().contrasts())
                      + " in this order")
              + "; found "
              + channels.size()
              + ".",
          "Give it as many images of the subject as it was trained with, or choose another model.");
    }
    for (Volume channel : channels) {
      for (float value : channel.data()) {
        if (!Float.isFinite(value)) {
          throw BadInputException.of(
              "scan-values",
              "Every voxel of a scan holds a number; found NaN or infinity.",
              "Export the scan again, or replace these voxels by 0.");
        }
      }
    }
  }
}
