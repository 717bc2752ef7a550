package scanmill.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scanmill.problems.BadInputException;

/**
 * Keys of different objects that do not go together. What concerns one object is refused by its
 * record.
 */
final class Contradictions {
  private static final int FILM_LAYERS_IN_3D = 10;

  private Contradictions() {}

  /**
   * @param where the file's name, for messages
   * @throws BadInputException {@code config-conflict} or {@code config-architectures-conflict}
   */
  static void refuse(Config config, String where) {
    ModelChoice model = config.model();
    twoSplits(config, where);
    patchesWithoutSize(config, model, where);
    filmLayers(config, model, where);
  }

  private static void twoSplits(Config config, String where) {
    if (config.loaderParameters().fileLists().isEmpty()) {
      return;
    }
    SplitDataset split = config.splitDataset();
    if (split.fnameSplit().isPresent() || split.folds().isPresent()) {
      String other = split.fnameSplit().isPresent() ? "fname_split" : "folds";
      throw conflict(
          where,
          "required one way to tell training, validation and testing apart",
          "loader_parameters.file_lists and split_dataset." + other,
          "Remove one of them.");
    }
  }

  private static void patchesWithoutSize(Config config, ModelChoice model, String where) {
    PatchSampling.Method method = config.loaderParameters().patchSampling().method();
    if (method == PatchSampling.Method.GRID || model.args().has(lengthKey(model.args()))) {
      return;
    }
    String key =
        (model.name().equals("Modified3DUNet") ? model.name() : "default_model")
            + "."
            + lengthKey(model.args());
    throw conflict(
        where,
        "required " + key + ", the size of the patches that are drawn",
        "loader_parameters.patch_sampling.method other than grid, and no size",
        "Add the key, or set the method to grid.");
  }

  static String lengthKey(ObjectNode args) {
    return args.path("is_2d").asBoolean(true) ? "length_2D" : "length_3D";
  }

  private static void filmLayers(Config config, ModelChoice model, String where) {
    List<Integer> layers =
        config
            .filmedUnet()
            .filter(FilmedUnet::applied)
            .map(FilmedUnet::filmLayers)
            .orElse(List.of());
    int wanted =
        model.name().equals("Modified3DUNet")
            ? FILM_LAYERS_IN_3D
            : 2 * model.args().path("depth").asInt() + 2;
    if (!layers.isEmpty() && layers.size() != wanted) {
      throw conflict(
          where,
          "required FiLMedUnet.film_layers of "
              + wanted
              + " flags, one for each layer of "
              + model.name()
              + " of this depth",
          layers.size() + " flags",
          "Give 1 for each layer that is modulated, else 0.");
    }
  }

  private static BadInputException conflict(
      String where, String required, String found, String remedy) {
    return BadInputException.of(
        "config-conflict", where + ": " + required + "; found " + found + ".", remedy);
  }
}
