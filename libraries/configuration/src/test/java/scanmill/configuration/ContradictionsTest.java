package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.problems.BadInputException;

/** Keys that are right alone and wrong together, and keys that may not do what was meant. */
class ContradictionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"resnet18": {"applied": true}, "HeMISUnet": {"applied": true}} | found HeMISUnet, resnet18. Set "applied" to true in one of them. [config-architectures-conflict]
          {"loader_parameters": {"patch_sampling": {"method": "random"}}} | c.json: required default_model.length_2D, the size of the patches that are drawn; found loader_parameters.patch_sampling.method other than grid, and no size. Add the key, or set the method to grid. [config-conflict]
          {"loader_parameters": {"patch_sampling": {"method": "foreground"}}, "default_model": {"is_2d": false}} | required default_model.length_3D
          {"loader_parameters": {"patch_sampling": {"method": "random"}}, "Modified3DUNet": {"applied": true}} | required Modified3DUNet.length_3D
          {"loader_parameters": {"file_lists": "a.json"}, "split_dataset": {"folds": 5}} | found loader_parameters.file_lists and split_dataset.folds
          {"loader_parameters": {"file_lists": "a.json"}, "split_dataset": {"fname_split": "s.json"}} | found loader_parameters.file_lists and split_dataset.fname_split
          {"FiLMedUnet": {"applied": true, "film_layers": [1, 0, 1]}} | required FiLMedUnet.film_layers of 8 flags, one for each layer of FiLMedUnet of this depth; found 3 flags
          {"FiLMedUnet": {"applied": true, "film_layers": [1]}, "Modified3DUNet": {"applied": true}} | film_layers of 10 flags, one for each layer of Modified3DUNet
          """)
  void refusesKeysThatDoNotGoTogether(String json, String words) {
    assertThatThrownBy(() -> Config.parse(json, "c.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"default_model": {"length_2D": [32, 32], "stride_2D": [32, 32]}, "loader_parameters": {"patch_sampling": {"method": "random"}}}
          {"Modified3DUNet": {"applied": true, "length_3D": [32, 32, 16]}, "loader_parameters": {"patch_sampling": {"method": "foreground"}}}
          {"FiLMedUnet": {"applied": true, "film_layers": [1, 0, 1, 0, 0, 0, 0, 1]}}
          {"FiLMedUnet": {"applied": true, "film_layers": [1, 1, 0, 0, 0, 0]}, "default_model": {"depth": 2}}
          {"FiLMedUnet": {"applied": false, "film_layers": [1]}}
          {"split_dataset": {"train_fraction": 0.8, "test_fraction": 0.2}}
          {"split_dataset": {"train_fraction": 0.9, "data_testing": {"data_value": ["a"]}}}
          {"split_dataset": {"train_fraction": 0.9, "folds": 5}}
          {"uncertainty": {"n_it": 1}}
          """)
  void acceptsKeysThatDo(String json) {
    assertThat(Config.parse(json, "c.json").warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"loader_parameters": {"soft_gt": true}} | ivadomed recommends default_model.final_activation relu
          {"loader_parameters": {"is_input_dropout": true}} | is_input_dropout has no effect without multichannel
          {"loader_parameters": {"missing_channels": "zero"}} | missing_channels has no effect without multichannel
          {"loader_parameters": {"contrast_params": {"testing": ["T1w"], "balance": {"T2w": 0.5}}}} | balance.T2w has no effect
          {"loader_parameters": {"roi_params": {"slice_filter_roi": 3}}} | slice_filter_roi has no effect without roi_params.suffix
          {"transformation": {"ROICrop": {"size": [8, 8]}}} | transformation.ROICrop has no region to crop about
          {"default_model": {"length_3D": [8, 8, 8], "stride_3D": [8, 8, 8]}} | default_model.length_3D has no effect: the network sees slices
          {"default_model": {"is_2d": false, "length_2D": [8, 8], "stride_2D": [8, 8]}} | default_model.length_2D has no effect: the network sees volumes
          {"gpu_ids": [1]} | gpu_ids has no effect; use device
          {"log_file": "mine"} | log_file has no effect
          {"HeMISUnet": {"csv_path": "a.csv"}} | HeMISUnet.ram, path_hdf5, csv_path
          {"HeMISUnet": {"applied": true, "contrasts": ["T1w"]}} | HeMISUnet.contrasts is not what
          """)
  void saysWhatMayNotHaveBeenMeant(String json, String words) {
    assertThat(Config.parse(json, "c.json").warnings()).singleElement().asString().contains(words);
  }

  @Test
  void aSectionThatIsSwitchedOffMeansItsDefault() {
    ParsedConfig parsed =
        Config.parse(
            """
            {"uncertainty": false, "loader_parameters": {"roi_params": null},
             "training_parameters": {"transfer_learning": false},
             "default_model": {"NumpyToTensor": {}}, "testing_parameters": null}
            """,
            "c.json");
    assertThat(parsed.config()).isEqualTo(Config.defaults());
    assertThat(parsed.warnings())
        .containsExactlyInAnyOrder(
            "uncertainty is false; it was read as its default.",
            "loader_parameters.roi_params is null; it was read as its default.",
            "training_parameters.transfer_learning is false; it was read as its default.",
            "default_model.NumpyToTensor is done without being asked for; ignored.",
            "testing_parameters is an old key and was ignored; use uncertainty and"
                + " postprocessing.");
  }
}
