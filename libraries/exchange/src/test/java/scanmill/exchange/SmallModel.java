package scanmill.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import scanmill.configuration.Config;
import scanmill.engine.Weights;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;

/** Models that are made in no time. */
final class SmallModel {
  static final String FLAT =
      """
      {"model_name": "cord",
       "loader_parameters": {"target_suffix": ["_seg-manual", "_lesion-manual"],
         "contrast_params": {"training_validation": ["T2w"]}},
       "transformation": {"Resample": {"hspace": 0.75, "wspace": 0.75},
         "CenterCrop": {"size": [48, 48]}, "NormalizeInstance": {"applied_to": ["im"]}},
       "postprocessing": {"binarize_prediction": {"thr": 0.5}, "keep_largest": {}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2,
         "final_activation": "softmax"}}
      """;

  static final String SOLID =
      """
      {"model_name": "tumor",
       "loader_parameters": {"target_suffix": ["_tumor"], "multichannel": true,
         "contrast_params": {"training_validation": ["T1w", "T2w"]}},
       "transformation": {"Resample": {"hspace": 1, "wspace": 1, "dspace": 2}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2, "is_2d": false,
         "length_3D": [16, 16, 8], "stride_3D": [8, 8, 8]}}
      """;

  private SmallModel() {}

  static ModelPackage write(Path parent, String name, String json, long seed) throws IOException {
    Config config = Config.parse(json, name + ".json").config();
    Architecture architecture = Network.of(config);
    Weights weights = Weights.initial(architecture, seed);
    return ModelPackage.write(parent, name, config, architecture, weights, provenance());
  }

  static Provenance provenance() {
    return new Provenance(
        "run-1",
        "2026-01-01T00:00:00Z",
        Map.of("scanmill", "0.1"),
        "cpu",
        6,
        10,
        7,
        List.of(new Provenance.SeenFile("sub-01_T2w.nii.gz", "ab".repeat(32))),
        List.of(),
        List.of(new Provenance.SeenFile("sub-02_T2w.nii.gz", "cd".repeat(32))),
        Map.of("dice_score", 0.9125));
  }
}
