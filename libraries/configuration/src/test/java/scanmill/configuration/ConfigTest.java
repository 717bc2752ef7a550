package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class ConfigTest {

  private static Config parse(String json) {
    return Config.parse(json, "c.json").config();
  }

  @Test
  void anEmptyConfigurationHasTheDocumentedDefaults() {
    Config config = parse("{}");
    assertThat(config).isEqualTo(Config.defaults());
    assertThat(config.command()).isEqualTo("train");
    assertThat(config.gpuIds()).containsExactly(0);
    assertThat(config.logFile()).isEqualTo("log");
    assertThat(config.loaderParameters().pathData()).containsExactly("path_data");
    assertThat(config.loaderParameters().wantedExtensions()).containsExactly(".nii", ".nii.gz");
    assertThat(config.loaderParameters().sliceFilterParams()).isEqualTo(SliceFilterParams.DEFAULTS);
    assertThat(config.loaderParameters().sliceAxis()).isEqualTo(SliceAxis.AXIAL);
    assertThat(config.splitDataset().splitMethod()).isEqualTo("participant_id");
    assertThat(config.splitDataset().trainFraction()).isEqualTo(0.6);
    assertThat(config.trainingParameters().batchSize()).isEqualTo(18);
    assertThat(config.trainingParameters().loss().name()).isEqualTo("DiceLoss");
    assertThat(config.trainingParameters().gradientClipping()).isEmpty();
    assertThat(config.defaultModel().depth()).isEqualTo(3);
    assertThat(config.defaultModel().is2d()).isTrue();
    assertThat(config.defaultModel().nFilters()).isEmpty();
    assertThat(config.uncertainty().active()).isFalse();
    assertThat(config.evaluationParameters().objectDetectionMetrics()).isTrue();
    assertThat(config.randomSeed()).isEqualTo(6);
    assertThat(config.device()).isEqualTo("auto");
  }

  @Test
  void whatThePersonSaysWinsKeyByKey() {
    Config config = parse("{\"training_parameters\": {\"training_time\": {\"num_epochs\": 7}}}");
    assertThat(config.trainingParameters().trainingTime().numEpochs()).isEqualTo(7);
    assertThat(config.trainingParameters().trainingTime().earlyStoppingPatience()).isEqualTo(50);
    assertThat(config.trainingParameters().batchSize()).isEqualTo(18);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"trainig_parameters": {}}                        | c.json: trainig_parameters:             | training_parameters
          {"training_parameters": {"batchsize": 1}}          | training_parameters.batchsize           | batch_size
          {"training_parameters": {"training_time": {"num_epoch": 1}}} | training_parameters.training_time.num_epoch | num_epochs
          {"loader_parameters": {"target_sufix": []}}        | loader_parameters.target_sufix          | target_suffix
          {"default_model": {"is_2D": true}}                 | default_model.is_2D                     | is_2d
          {"FilmedUnet": {"applied": true}}                  | FilmedUnet                              | FiLMedUnet
          {"transformations": {}}                            | transformations                         | transformation
          """)
  void refusesAnUnknownKeyAndNamesTheNearest(String json, String path, String nearest) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(path)
        .hasMessageContaining("Did you mean \"" + nearest + "\"?")
        .hasMessageContaining("[config-unknown-key]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"command": "evaluate"}                              | c.json: command: required one of train, test, segment; found "evaluate".
          {"compat": "ivadomed"}                               | compat: required one of ivadomed-2.9; found "ivadomed". Did you mean "ivadomed-2.9"?
          {"device": "gpu"}                                    | device: required auto, cpu or cuda:0, or several with commas; found the text "gpu"
          {"model_name": "a/b"}                                | model_name: required a name without slashes
          {"loader_parameters": {"slice_axis": "axail"}}       | loader_parameters.slice_axis: required one of sagittal, coronal, axial
          {"loader_parameters": {"multichannel": true}}        | multichannel needs contrasts
          {"loader_parameters": {"target_suffix": [3]}}        | loader_parameters.target_suffix[0]: required a suffix
          {"loader_parameters": {"target_suffix": [[]]}}       | A target suffix is not empty
          {"loader_parameters": {"subject_selection": {"n": [1]}}} | they have 1, 0 and 0
          {"loader_parameters": {"contrast_params": {"balance": {"T1w": 1.5}}}} | loader_parameters.contrast_params.balance.T1w: required a number from 0 to 1; found the number 1.5
          {"split_dataset": {"train_fraction": -0.1}}          | split_dataset.train_fraction: required a number from 0 to 1; found the number -0.1
          {"split_dataset": {"random_seed": 4294967296}}       | split_dataset.random_seed: required a number from 0 to 4294967295
          {"training_parameters": {"loss": "DiceLoss"}}        | training_parameters.loss: required an object with a name
          {"training_parameters": {"loss": {"name": 3}}}       | training_parameters.loss.name: required a text
          {"training_parameters": {"batch_size": 0}}           | training_parameters.batch_size: required a number of at least 1; found the number 0
          {"training_parameters": {"scheduler": {"lr_scheduler": {"name": "Cosine"}}}} | lr_scheduler.name: required one of CosineAnnealingLR
          {"training_parameters": {"scheduler": {"lr_scheduler": {"name": "CosineAnnealingWarmRestarts"}}}} | needs T_0
          {"default_model": {"length_2D": [256, 256]}}         | length_2D and stride_2D need each other
          {"default_model": {"length_2D": [16, 16], "stride_2D": [16, 17]}} | stride_2D is at most length_2D
          {"default_model": {"final_activation": "tanh"}}      | required one of sigmoid, relu, softmax
          {"transformation": {"CenterCrop": [128]}}            | transformation.CenterCrop: required an object
          {"transformation": {"CenterCrop": {"applied_to": ["img"]}}} | transformation.CenterCrop.applied_to[0]: required one of im, gt, roi
          {"model_name": ".."}                                 | model_name: required a name without slashes
          {"loader_parameters": {"extensions": [".dcm"]}}      | loader_parameters.extensions[0]: required the ending of an image file: .nii
          {"loader_parameters": {"extensions": [".png"], "slice_axis": "sagittal"}} | slice_axis is axial for images without a third axis, such as .png; it is sagittal
          {"loader_parameters": {"target_suffix": ["_a", "_a"]}} | target_suffix names "_a" twice
          {"loader_parameters": {"target_suffix": [["_a", "_b"], "_c"]}} | target_suffix has as many raters in each class; it has [2, 1]
          {"loader_parameters": {"contrast_params": {"testing": ["T1w", "T1w"]}}} | testing names "T1w" twice
          {"loader_parameters": {"slice_filter_params": {"filter_classification": true}}} | filter_classification needs classifier_path
          {"loader_parameters": {"roi_params": {"slice_filter_roi": -1}}} | slice_filter_roi: required a number of at least 0
          {"split_dataset": {"train_fraction": 0.7, "test_fraction": 0.4}} | train_fraction and test_fraction are together at most 1; they are 0.7 and 0.4
          {"split_dataset": {"folds": 1}}                      | split_dataset.folds: required a number of at least 2
          {"split_dataset": {"folds": 5, "fold": 5}}           | fold is below folds; they are 5 and 5
          {"split_dataset": {"fold": 1}}                       | fold needs folds
          {"split_dataset": {"folds": 5, "fname_split": "a.json"}} | fname_split and folds exclude each other
          {"training_parameters": {"scheduler": {"initial_lr": 0.001, "lr_scheduler": {"eta_min": 0.01}}}} | eta_min is at most initial_lr; they are 0.01 and 0.001
          {"training_parameters": {"scheduler": {"lr_scheduler": {"name": "CyclicLR", "base_lr": 0.1}}}} | base_lr is at most max_lr; they are 0.1 and 0.01
          {"training_parameters": {"scheduler": {"lr_scheduler": {"name": "CosineAnnealingWarmRestarts", "T_0": 0}}}} | T_0: required a number of at least 1
          {"default_model": {"length_2D": [16], "stride_2D": [16]}} | default_model.length_2D: required a list of 2; found a list of 1
          {"FiLMedUnet": {"film_layers": [2]}}                 | FiLMedUnet.film_layers[0]: required a number from 0 to 1
          {"uncertainty": {"aleatoric": true, "n_it": 1}}      | n_it is 0, for none, or at least 2
          {"evaluation_parameters": {"target_size": {"thr": [100, 20]}}} | thr is a list of ascending numbers; it is [100.0, 20.0]
          {"evaluation_parameters": {"target_size": {"thr": []}}} | thr has at least one bound
          {"evaluation_parameters": {"target_size": {"thr": [1], "unit": "ratio"}}} | target_size.unit: required one of vox, mm3
          {"evaluation_parameters": {"overlap": {"thr": 3, "unit": "ratio"}}} | thr is at most 1 where unit is ratio; it is 3.0
          {"object_detection_params": {"safety_factor": [1, 1]}} | safety_factor: required a list of 3; found a list of 2
          {"postprocessing": []}                               | postprocessing: required an object
          []                                                   | c.json: required an object; found a list of 0
          """)
  void saysWhatIsWrongWithAValue(String json, String words) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }

  @Test
  void refusesYaml() {
    assertThatThrownBy(() -> Config.parse("a: 1", "config.yaml"))
        .hasMessageContaining("found the YAML file config.yaml");
  }

  @Test
  void readsOneFolderOrMany() {
    assertThat(
            parse("{\"loader_parameters\": {\"path_data\": \"a\"}}").loaderParameters().pathData())
        .containsExactly("a");
  }

  @Test
  void readsRatersPerClass() {
    List<TargetSuffix> suffixes =
        parse(
                """
                {"loader_parameters": {"target_suffix": [["_a1", "_a2"], ["_b1", "_b2"]]}}
                """)
            .loaderParameters()
            .targetSuffix();
    assertThat(suffixes)
        .containsExactly(
            new TargetSuffix(List.of("_a1", "_a2")), new TargetSuffix(List.of("_b1", "_b2")));
  }

  @Test
  void keepsTheOrderAndArgumentsOfTransforms() {
    Transformation transformation =
        parse(
                """
                {"transformation": {"Z": {"b": 1, "applied_to": ["gt"]},
                 "NormalizeInstance": {}, "A": {"dataset_type": ["training"]}, "DilateGT": null}}
                """)
            .transformation();
    assertThat(transformation.entries())
        .extracting(TransformEntry::name)
        .containsExactly("Z", "NormalizeInstance", "A", "DilateGT");
    TransformEntry z = transformation.entries().get(0);
    assertThat(z.args()).isEqualTo(StrictJson.parse("{\"b\": 1}", ""));
    assertThat(z.appliedTo()).containsExactly(Target.GT);
    assertThat(z.datasetTypes()).containsExactly(Phase.values());
    assertThat(z.where()).isEqualTo("transformation.Z");
  }

  @Test
  void appliesIntensityTransformsToTheImageOnlyUnlessIvadomedsWayIsAskedFor() {
    String json = "\"transformation\": {\"NormalizeInstance\": {}, \"RandomReverse\": {}}}";
    Transformation ours = parse("{" + json).transformation();
    assertThat(ours.entries().get(0).appliedTo()).containsExactly(Target.IM);
    assertThat(ours.entries().get(1).appliedTo()).isEqualTo(Set.of(Target.values()));
    Config theirs = parse("{\"compat\": \"ivadomed-2.9\", " + json);
    assertThat(theirs.likeIvadomed()).isTrue();
    assertThat(theirs.transformation().entries().get(0).appliedTo())
        .containsExactly(Target.values());
  }

  @Test
  void refusesTwoArchitecturesThatDoNotGoTogether() {
    String both = "{\"resnet18\": {\"applied\": true}, \"FiLMedUnet\": {\"applied\": true}}";
    assertThatThrownBy(() -> parse(both))
        .hasMessageContaining("found FiLMedUnet, resnet18")
        .hasMessageContaining("[config-architectures-conflict]");
    String film3d =
        "{\"Modified3DUNet\": {\"applied\": true}, \"FiLMedUnet\": {\"applied\": true}}";
    assertThat(parse(film3d).model().name()).isEqualTo("Modified3DUNet");
    assertThat(parse(film3d).model().args().path("metadata").asText()).isEqualTo("contrasts");
  }

  @Test
  void countsChannelsAndClasses() {
    Config config =
        parse(
            """
            {"loader_parameters": {"multichannel": true, "target_suffix": ["_a", "_b"],
             "contrast_params": {"training_validation": ["T1w", "T2w", "T2star"]}}}
            """);
    assertThat(config.inChannel()).isEqualTo(3);
    assertThat(config.outClasses()).isEqualTo(2);
  }

  @Test
  void neverKeepsTheSecretOfAnotherService() {
    ParsedConfig parsed = Config.parse("{\"wandb\": {\"wandb_api_key\": \"abc123\"}}", "c.json");
    assertThat(parsed.config().toJson().toString()).doesNotContain("abc123");
    assertThat(parsed.warnings()).singleElement().asString().contains("not used and not kept");
  }
}
