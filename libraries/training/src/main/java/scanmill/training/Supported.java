package scanmill.training;

import java.util.List;
import java.util.Set;
import scanmill.configuration.Config;
import scanmill.configuration.HemisUnet;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.SliceFilterParams;
import scanmill.configuration.Target;
import scanmill.configuration.TransformEntry;
import scanmill.problems.BadInputException;
import scanmill.transforms.Transforms;

/**
 * Refuses configurations that ask for something that this version of training would leave out, and
 * that would change what comes out: better no model than another one than was asked for.
 */
final class Supported {
  private Supported() {}

  /**
   * @throws BadInputException {@code config-not-built} with the first key that is not acted upon;
   *     {@code config-missing-key} if there is no class to learn
   */
  static void require(Config config) {
    requireLoading(config);
    requireContrasts(config);
    config.transformation().entries().forEach(Supported::requireEverywhere);
  }

  private static void requireLoading(Config config) {
    LoaderParameters loader = config.loaderParameters();
    if (loader.targetSuffix().isEmpty()) {
      throw BadInputException.of(
          "config-missing-key",
          "loader_parameters.target_suffix: required one suffix per class; found none.",
          "Name the ending of the label files, such as \"_seg-manual\".");
    }
    requireSlices(loader.sliceFilterParams());
  }

  /** A network for missing contrasts takes the channels of the samples, in their order. */
  private static void requireContrasts(Config config) {
    LoaderParameters loader = config.loaderParameters();
    List<String> wished =
        config.hemisUnet().filter(HemisUnet::applied).map(HemisUnet::contrasts).orElse(List.of());
    boolean applied = config.hemisUnet().filter(HemisUnet::applied).isPresent();
    if (applied
        && (!loader.multichannel() || !(wished.isEmpty() || wished.equals(loader.contrasts())))) {
      throw BadInputException.of(
          "config-conflict",
          "HeMISUnet: required loader_parameters.multichannel and the contrasts of the samples, "
              + loader.contrasts()
              + "; found multichannel "
              + loader.multichannel()
              + " and HeMISUnet.contrasts "
              + wished
              + ".",
          "Set multichannel to true and leave HeMISUnet.contrasts out.");
    }
  }

  private static void requireSlices(SliceFilterParams slices) {
    String path = "loader_parameters.slice_filter_params.";
    if (slices.filterClassification()) {
      throw notBuilt(
          path + "filter_classification",
          "slices left out by a classifier",
          "Set it to false; filter_empty_mask leaves out slices without labels.");
    }
  }

  /** What settles the grid of a scan is done to images and labels alike, whatever they are for. */
  private static void requireEverywhere(TransformEntry entry) {
    if (!Transforms.CATALOG.read(entry.name(), entry.args(), entry.where()).preparation()) {
      return;
    }
    if (!entry.appliedTo().containsAll(Set.of(Target.IM, Target.GT))) {
      throw notBuilt(
          entry.where() + ".applied_to",
          "grids that differ between an image and its labels",
          "Remove applied_to.");
    }
  }

  private static BadInputException notBuilt(String key, String asked, String remedy) {
    return BadInputException.of(
        "config-not-built",
        key
            + ": required what this version can train with; found "
            + asked
            + ", which ivadomed has and Scanmill has not built yet.",
        remedy);
  }
}
