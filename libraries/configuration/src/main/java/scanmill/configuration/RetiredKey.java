package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key that older configurations have, that ivadomed drops without a word, and that nothing can be
 * made of.
 *
 * @param path the keys that lead to it, with dots
 * @param advice what to do instead
 */
record RetiredKey(String path, String advice) {
  private static final String NOTHING = "nothing replaces it";
  private static final String DERIVED = "it follows from other keys";

  static final List<RetiredKey> ALL = all();

  private static List<RetiredKey> all() {
    List<RetiredKey> keys = new ArrayList<>();
    String loader = "loader_parameters.";
    add(keys, loader + "roi_suffix", "use loader_parameters.roi_params.suffix");
    add(keys, loader + "split_method", "use split_dataset.split_method");
    add(keys, loader + "soft_input", NOTHING);
    add(keys, loader + "contrast_params.random_seed", "use split_dataset.random_seed");
    add(keys, loader + "contrast_params.center_test", "use split_dataset.data_testing");
    add(keys, loader + "contrast_params.contrast_lst", DERIVED);
    for (String key :
        List.of("metadata_type", "target_sessions", "target_ground_truth", "model_params")) {
      add(keys, loader + key, DERIVED);
    }
    add(keys, "soft_input", NOTHING);
    add(keys, "evaluation_parameters.removeSmall", "use postprocessing.remove_small");
    for (String holder : List.of("", "default_model.", "Modified3DUNet.")) {
      add(keys, holder + "padding_3D", "volumes of any size are padded as needed");
    }
    add(keys, "testing_parameters", "use uncertainty and postprocessing");
    for (String key : List.of("gpu", "gpu_ids", "path_output")) {
      add(keys, "object_detection_params." + key, DERIVED);
    }
    for (String model :
        List.of("default_model", "FiLMedUnet", "HeMISUnet", "Modified3DUNet", "Countception")) {
      for (String key : List.of("in_channel", "out_channel", "folder_name", "n_metadata")) {
        add(keys, model + "." + key, DERIVED);
      }
    }
    add(keys, "missing_modality", "use HeMISUnet.applied");
    add(keys, "attention_unet", "use Modified3DUNet.attention");
    add(keys, "mixup_bool", "use training_parameters.mixup_alpha");
    add(keys, "metadata", "use FiLMedUnet.metadata");
    return List.copyOf(keys);
  }

  private static void add(List<RetiredKey> keys, String path, String advice) {
    keys.add(new RetiredKey(path, advice));
  }

  /** Takes the key out of a configuration; says so if it was there. */
  Optional<String> dropFrom(ObjectNode root) {
    JsonNode holder = root;
    String[] keys = path.split("\\.", -1);
    for (int k = 0; k < keys.length - 1; k++) {
      holder = holder.path(keys[k]);
    }
    if (holder instanceof ObjectNode object && object.remove(keys[keys.length - 1]) != null) {
      return Optional.of(path + " is an old key and was ignored; " + advice + ".");
    }
    return Optional.empty();
  }
}
