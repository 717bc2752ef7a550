package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.specs.JsonSchema;

/**
 * Rewrites the keys of older ivadomed configurations to today's, one warning for each.
 *
 * <p>Where the old and the new key are both there, the new one is kept.
 */
final class Dialects {
  private static final Map<String, String> RENAMED =
      Map.of(
          "UNet3D", "Modified3DUNet",
          "bids_path", "path_data",
          "log_directory", "path_output");

  /** Which keys hold objects. */
  private static final ObjectNode SCHEMA = JsonSchema.of(Config.class, Map.of());

  private final ObjectNode root;
  private final List<String> warnings = new ArrayList<>();

  private Dialects(ObjectNode root) {
    this.root = root;
  }

  /** Changes a configuration in place; returns a sentence for each change worth knowing. */
  static List<String> modernise(ObjectNode root) {
    root.remove("$schema"); // tells editors what may stand here
    Dialects dialects = new Dialects(root);
    dialects.dropTensors(root, "");
    dialects.rename(root, "");
    dialects.moveGpu();
    dialects.moveTestingParameters();
    dialects.moveSplit();
    dialects.moveEvaluation();
    dialects.movePostprocessing();
    dialects.balanceSamples();
    dialects.dropScalars(root, SCHEMA, "");
    dialects.transformation();
    dialects.values();
    for (RetiredKey key : RetiredKey.ALL) {
      key.dropFrom(root).ifPresent(dialects.warnings::add);
    }
    if (!root.at("/wandb/wandb_api_key").asText("").isEmpty()) {
      dialects.warn("wandb.wandb_api_key is not used and not kept: results stay where you are.");
    }
    return dialects.warnings;
  }

  private void warn(String sentence) {
    warnings.add(sentence);
  }

  private void rename(ObjectNode node, String path) {
    for (String key : keys(node)) {
      String modern = RENAMED.get(key);
      if (modern != null) {
        move(node, key, node, modern, path + key, path + modern);
      }
    }
    node.properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode child) {
                rename(child, path + field.getKey() + ".");
              }
            });
  }

  private static List<String> keys(ObjectNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private void move(
      ObjectNode from, String key, ObjectNode to, String modern, String oldPath, String newPath) {
    JsonNode value = from.remove(key);
    if (value == null) {
      return;
    }
    if (to.has(modern)) {
      warn(oldPath + " is an old name of " + newPath + ", which is there too and was used.");
    } else {
      to.set(modern, value);
      warn(oldPath + " is an old name; it was read as " + newPath + ".");
    }
  }

  /** Samples become tensors without being asked to. */
  private void dropTensors(ObjectNode node, String path) {
    if (node.remove("NumpyToTensor") != null) {
      warn(path + "NumpyToTensor is done without being asked for; ignored.");
    }
    node.properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode child) {
                dropTensors(child, path + field.getKey() + ".");
              }
            });
  }

  /** ivadomed keeps its default where an object is wanted and {@code null} or false is given. */
  private void dropScalars(ObjectNode node, JsonNode schema, String path) {
    for (Map.Entry<String, JsonNode> known : schema.path("properties").properties()) {
      String key = known.getKey();
      JsonNode value = node.path(key);
      if (known.getValue().path("type").asText().equals("object")
          && (value.isNull() || value.equals(BooleanNode.FALSE))) {
        node.remove(key);
        warn(path + key + " is " + value + "; it was read as its default.");
      } else if (value instanceof ObjectNode child) {
        dropScalars(child, known.getValue(), path + key + ".");
      }
    }
  }

  private void moveGpu() {
    if (root.has("gpu")) {
      move(root, "gpu", root, "gpu_ids", "gpu", "gpu_ids");
    }
    if (root.path("gpu_ids").isIntegralNumber()) {
      root.set("gpu_ids", list(root.get("gpu_ids")));
    }
    if (root.path("command").asText().equals("eval")) {
      root.put("command", "test");
      warn("command eval is an old name; it was read as test.");
    }
  }

  private void moveTestingParameters() {
    if (!(root.get("testing_parameters") instanceof ObjectNode old)) {
      return; // anything else is among the retired keys
    }
    move(old, "uncertainty", root, "uncertainty", "testing_parameters.uncertainty", "uncertainty");
    JsonNode threshold = old.remove("binarize_prediction");
    if (threshold != null && threshold.asDouble(-1) >= 0) {
      ObjectNode step = JsonNodeFactory.instance.objectNode();
      step.set("thr", threshold);
      ObjectNode holder = JsonNodeFactory.instance.objectNode();
      holder.set("old", step);
      child(root, "postprocessing")
          .ifPresent(
              steps ->
                  move(
                      holder,
                      "old",
                      steps,
                      "binarize_prediction",
                      "testing_parameters.binarize_prediction",
                      "postprocessing.binarize_prediction.thr"));
    }
    keys(old)
        .forEach(key -> warn("testing_parameters." + key + " has no meaning any more; ignored."));
    root.remove("testing_parameters");
  }

  private void moveSplit() {
    if (!(root.get("split_dataset") instanceof ObjectNode split)) {
      return;
    }
    String old =
        split.path("split_method").asText().matches("per_(center|patient)")
            ? "split_method"
            : "method";
    JsonNode method = split.remove(old);
    JsonNode centers = split.remove("center_test");
    boolean perCenter = method != null && method.asText().equals("per_center");
    boolean perPatient = method != null && method.asText().equals("per_patient");
    if (perCenter || perPatient) {
      warn(
          "split_dataset."
              + old
              + (perCenter
                  ? " per_center was read as split_dataset.data_testing.data_type institution_id."
                  : " per_patient was read as split_dataset.split_method participant_id."));
    } else if (method != null) {
      warn("split_dataset.method is an old key and was ignored; use split_dataset.split_method.");
    }
    if (perCenter) {
      child(split, "data_testing").ifPresent(testing -> testing.put("data_type", "institution_id"));
    }
    if (centers == null || centers.isNull()) {
      return;
    }
    String type = split.path("data_testing").path("data_type").asText();
    if (type.equals("institution_id")) {
      child(split, "data_testing").ifPresent(testing -> testing.set("data_value", centers));
      warn(
          "split_dataset.center_test is an old name; it was read as"
              + " split_dataset.data_testing.data_value.");
    } else {
      warn(
          "split_dataset.center_test is an old key and was ignored; use"
              + " split_dataset.data_testing.");
    }
  }

  private void moveEvaluation() {
    if (root.get("evaluation_parameters") instanceof ObjectNode evaluation) {
      move(
          evaluation,
          "targetSize",
          evaluation,
          "target_size",
          "evaluation_parameters.targetSize",
          "evaluation_parameters.target_size");
    }
  }

  /** Order matters here, so the object is built anew. */
  private void movePostprocessing() {
    if (root.get("postprocessing") instanceof ObjectNode steps
        && steps.has("threshold_uncertainty")
        && !steps.has("uncertainty")) {
      ObjectNode renamed = JsonNodeFactory.instance.objectNode();
      steps
          .properties()
          .forEach(
              step ->
                  renamed.set(
                      step.getKey().equals("threshold_uncertainty") ? "uncertainty" : step.getKey(),
                      step.getValue()));
      root.set("postprocessing", renamed);
      warn("postprocessing.threshold_uncertainty was read as postprocessing.uncertainty.");
    }
  }

  private void balanceSamples() {
    if (root.get("training_parameters") instanceof ObjectNode training
        && training.path("balance_samples").isBoolean()) {
      boolean asked = training.get("balance_samples").booleanValue();
      boolean applied = asked && !root.path("compat").isTextual();
      training.putObject("balance_samples").put("applied", applied);
      if (asked) {
        warn(
            "training_parameters.balance_samples true was read as applied "
                + applied
                + "; ivadomed ignores it.");
      }
    }
  }

  private void transformation() {
    if (!(root.get("transformation") instanceof ObjectNode transformation)) {
      return;
    }
    boolean likeIvadomed = root.path("compat").isTextual();
    transformation
        .properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode args) {
                if (args.remove("preprocessing") != null) {
                  warn(
                      "transformation."
                          + field.getKey()
                          + ".preprocessing is decided by the transform itself; ignored.");
                }
                if (likeIvadomed && !args.has("applied_to")) {
                  args.putArray("applied_to").add("im").add("gt").add("roi");
                }
              }
            });
  }

  /** An absent list of values, spelled out. */
  private void values() {
    if (root.at("/split_dataset/data_testing") instanceof ObjectNode testing
        && testing.path("data_value").isNull()) {
      testing.putArray("data_value");
    }
  }

  /** The object behind a key, made if there is none; empty if something else is there. */
  private static Optional<ObjectNode> child(ObjectNode holder, String key) {
    if (!holder.has(key)) {
      holder.putObject(key);
    }
    return holder.get(key) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  private static ArrayNode list(JsonNode value) {
    return JsonNodeFactory.instance.arrayNode().add(value == null ? NullNode.instance : value);
  }
}
