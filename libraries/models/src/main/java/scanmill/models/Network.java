package scanmill.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.ModelChoice;
import scanmill.networks.Architecture;
import scanmill.networks.Architectures;
import scanmill.networks.UNet;

/** The network that a configuration asks for. */
public final class Network {
  /** Keys beside an architecture's own that say how samples are cut; see {@link Tiling}. */
  private static final List<String> OF_TILING =
      List.of("length_2D", "stride_2D", "length_3D", "stride_3D");

  private Network() {}

  /**
   * @throws scanmill.problems.BadInputException if it asks for one that this version does not have,
   *     or for arguments that the architecture does not know
   */
  public static Architecture of(Config config) {
    ModelChoice choice = config.model();
    ObjectNode args = choice.args().deepCopy();
    args.remove(OF_TILING);
    args.properties().removeIf(entry -> entry.getValue().isNull());
    args.put("in_channel", config.inChannel());
    args.put("out_channel", UNet.outChannelsFor(config.outClasses()));
    return Architectures.CATALOG.read(choice.name(), args, "default_model");
  }

  /** 2 if the network sees slices, 3 if it sees volumes. */
  public static int dimensions(Config config) {
    JsonNode is2d = config.model().args().path("is_2d");
    return is2d.asBoolean(true) ? 2 : 3;
  }
}
