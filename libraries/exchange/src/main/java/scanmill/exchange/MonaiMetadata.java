package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import scanmill.problems.BadInputException;

/** The rules that a bundle's {@code metadata.json} follows, as far as they are about its keys. */
final class MonaiMetadata {
  private static final List<String> TEXTS =
      List.of(
          "version",
          "monai_version",
          "pytorch_version",
          "numpy_version",
          "task",
          "description",
          "authorship",
          "copyright");
  private static final List<String> OF_TENSORS =
      List.of("type", "format", "num_channels", "spatial_shape", "dtype", "channel_def");

  private MonaiMetadata() {}

  /**
   * What is against the published rules, in words; empty if nothing is.
   *
   * @param metadata the whole file
   */
  static List<String> violations(JsonNode metadata) {
    List<String> wrong = new ArrayList<>();
    for (String key : TEXTS) {
      if (!metadata.path(key).isTextual()) {
        wrong.add(key + " is a text");
      }
    }
    if (!metadata.path("schema").asText().matches("https?://.+")) {
      wrong.add("schema is an address");
    }
    if (!metadata.path("version").asText().matches("[0-9]+\\.[0-9]+\\.[0-9]+.*")) {
      wrong.add("version is three numbers with dots");
    }
    for (String key : List.of("changelog", "required_packages_version")) {
      JsonNode texts = metadata.path(key);
      boolean plain = texts.isObject();
      for (JsonNode text : texts) {
        plain &= text.isTextual();
      }
      if (!plain) {
        wrong.add(key + " is an object of texts");
      }
    }
    wrong.addAll(tensors(metadata));
    return wrong;
  }

  private static List<String> tensors(JsonNode metadata) {
    List<String> wrong = new ArrayList<>();
    for (String side : List.of("inputs", "outputs")) {
      JsonNode tensors = metadata.path("network_data_format").path(side);
      if (!tensors.isObject() || tensors.isEmpty()) {
        wrong.add("network_data_format." + side + " is an object of tensors");
      }
      tensors
          .properties()
          .forEach(
              tensor -> {
                for (String key : OF_TENSORS) {
                  if (!tensor.getValue().has(key)) {
                    wrong.add("network_data_format." + side + "." + tensor.getKey() + "." + key);
                  }
                }
                for (JsonNode extent : tensor.getValue().path("spatial_shape")) {
                  boolean fits =
                      extent.isInt() || extent.asText().matches("[0-9pn*+/\\- ()]{1,30}");
                  if (!fits) {
                    wrong.add("spatial_shape is of numbers and formulas of n and p");
                  }
                }
                if (!tensor.getValue().path("channel_def").isObject()) {
                  wrong.add("channel_def is an object");
                }
              });
    }
    return wrong;
  }

  /** Requires what a reader needs: the tensors going in and out. */
  static void requireComplete(JsonNode metadata) {
    for (String tensor : List.of("inputs.image", "outputs.pred")) {
      JsonNode found = metadata.path("network_data_format");
      for (String key : tensor.split("\\.", -1)) {
        found = found.path(key);
      }
      if (found.path("num_channels").asInt(0) < 1 || found.path("num_channels").asInt() > 1000) {
        throw incomplete(tensor + ".num_channels from 1 to 1000");
      }
    }
  }

  static BadInputException incomplete(String required) {
    return BadInputException.of(
        "monai-metadata",
        "Required in configs/metadata.json network_data_format." + required + "; found none.",
        "Complete the bundle's metadata.");
  }
}
