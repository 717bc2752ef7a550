package scanmill.models;

import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.TargetSuffix;
import scanmill.problems.BadInputException;

/** Which models can be asked about one and the same window. */
final class EnsembleMembers {
  private EnsembleMembers() {}

  /**
   * @throws BadInputException {@code ensemble-members-differ} naming what differs
   */
  static void require(Config first, Config other) {
    require("default_model.is_2d", Network.dimensions(first), Network.dimensions(other));
    require("transformation", first.transformation(), other.transformation());
    LoaderParameters one = first.loaderParameters();
    LoaderParameters two = other.loaderParameters();
    require("loader_parameters.slice_axis", one.sliceAxis(), two.sliceAxis());
    require("loader_parameters.multichannel", one.multichannel(), two.multichannel());
    if (one.multichannel()) {
      require("loader_parameters.contrast_params", one.contrasts(), two.contrasts());
    }
    require("loader_parameters.target_suffix", classes(one), classes(two));
  }

  private static List<String> classes(LoaderParameters loader) {
    return ClassNames.of(loader.targetSuffix().stream().map(TargetSuffix::first).toList());
  }

  private static void require(String key, Object first, Object other) {
    if (!first.equals(other)) {
      throw BadInputException.of(
          "ensemble-members-differ",
          "Models of an ensemble want their images prepared alike and know the same classes; their "
              + key
              + " differs.",
          "Put together models that were trained with the same configuration.");
    }
  }
}
