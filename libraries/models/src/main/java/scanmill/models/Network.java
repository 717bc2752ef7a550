package scanmill.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.ModelChoice;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.networks.Architectures;
import scanmill.networks.UNet;
import scanmill.problems.BadInputException;

/** The network that a configuration asks for. */
public final class Network {
  private static final String WHERE = "default_model";

  /** Keys beside an architecture's own that say how samples are cut; see {@link Tiling}. */
  private static final List<String> OF_TILING =
      List.of("length_2D", "stride_2D", "length_3D", "stride_3D");

  /** Keys of an applied architecture that say what it is shown. */
  private static final List<String> OF_DATA =
      List.of(
          "metadata",
          "missing_probability",
          "missing_probability_growth",
          "ram",
          "path_hdf5",
          "csv_path",
          "target_lst",
          "roi_lst");

  /** Keys that {@code default_model} always has, whether or not another architecture knows them. */
  private static final List<String> OF_DEFAULT_MODEL =
      List.of("dropout_rate", "bn_momentum", "depth", "is_2d", "final_activation", "n_filters");

  private static final String FIRST_MAP = ".generator.linear1.weight";

  private Network() {}

  /**
   * A network that no metadata condition.
   *
   * @throws scanmill.problems.BadInputException if it asks for one that this version does not have,
   *     or for arguments that the architecture does not know
   */
  public static Architecture of(Config config) {
    return of(config, 0);
  }

  /**
   * The network that saved weights belong to; they tell how long a condition is.
   *
   * @throws scanmill.problems.BadInputException as {@link #of(Config)}
   */
  public static Architecture of(Config config, Weights weights) {
    return weights.asMap().entrySet().stream()
        .filter(tensor -> tensor.getKey().endsWith(FIRST_MAP))
        .findFirst()
        .map(tensor -> of(config, tensor.getValue().extent(1)))
        .orElseGet(() -> of(config));
  }

  /**
   * @param metadata numbers of a sample's condition, where the configuration asks for one
   * @throws scanmill.problems.BadInputException as {@link #of(Config)}
   */
  public static Architecture of(Config config, int metadata) {
    ModelChoice choice = config.model();
    String name = choice.name();
    List<String> known = Architectures.CATALOG.keys(name, WHERE);
    ObjectNode args = choice.args().deepCopy();
    args.remove(OF_TILING);
    args.remove(OF_DATA);
    args.properties().removeIf(entry -> entry.getValue().isNull());
    args.remove(OF_DEFAULT_MODEL.stream().filter(key -> !known.contains(key)).toList());
    putKnown(known, args, "in_channel", config.inChannel());
    boolean withoutBackground = name.equals("Countception");
    int classes = config.outClasses();
    int outChannels = withoutBackground ? classes : UNet.outChannelsFor(classes);
    putKnown(known, args, "out_channel", outChannels);
    putKnown(known, args, "n_metadata", metadata);
    if (known.contains("compat")) {
      args.put("compat", config.likeIvadomed());
    }
    if (known.contains("contrasts") && args.path("contrasts").isEmpty()) {
      ArrayNode contrasts = args.putArray("contrasts");
      config.loaderParameters().contrasts().forEach(contrasts::add);
    }
    Architecture architecture = Architectures.CATALOG.read(name, args, WHERE);
    if (architecture.dimensions() != dimensions(config)) {
      throw BadInputException.of(
          "config-invalid-value",
          "default_model.is_2d: required true, since " + name + " sees slices only; found false.",
          "Set it to true, or choose another architecture for volumes.");
    }
    return architecture;
  }

  private static void putKnown(List<String> known, ObjectNode args, String key, int value) {
    if (known.contains(key)) {
      args.put(key, value);
    }
  }

  /** 2 if the network sees slices, 3 if it sees volumes. */
  public static int dimensions(Config config) {
    JsonNode is2d = config.model().args().path("is_2d");
    return is2d.asBoolean(true) ? 2 : 3;
  }
}
