package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scanmill.problems.BadInputException;

/** Which network is applied. */
final class ModelChoices {
  private ModelChoices() {}

  static ModelChoice of(Config config) {
    ObjectNode tree = config.toJson();
    Map<String, ObjectNode> applied = new LinkedHashMap<>();
    for (String name :
        List.of(
            "Modified3DUNet",
            "HeMISUnet",
            "FiLMedUnet",
            "resnet18",
            "densenet121",
            "Countception")) {
      if (tree.get(name) instanceof ObjectNode object && object.path("applied").asBoolean()) {
        applied.put(name, object);
      }
    }
    boolean modulated3d = applied.keySet().equals(Set.of("Modified3DUNet", "FiLMedUnet"));
    if (applied.size() > 1 && !modulated3d) {
      throw BadInputException.of(
          "config-architectures-conflict",
          "Required at most one applied architecture; found "
              + String.join(", ", applied.keySet())
              + ".",
          "Set \"applied\" to true in one of them.");
    }
    ObjectNode args = ((ObjectNode) tree.get("default_model")).deepCopy();
    applied.values().forEach(args::setAll);
    args.remove("applied");
    JsonNode own = args.remove("name");
    String name = applied.keySet().stream().findFirst().orElse(own.asText());
    if (name.contains("Modified3DUNet")) {
      args.put("is_2d", false);
    }
    return new ModelChoice(name, args);
  }
}
