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
          {"command": "evaluate"}                              | command is one of train, test, segment; it is "evaluate"
          {"compat": "ivadomed"}                               | compat is one of ivadomed-2.9
          {"device": "gpu"}                                    | device is auto, cpu or cuda:0
          {"model_name": "a/b"}                                | model_name is a name without /
          {"loader_parameters": {"slice_axis": "axail"}}       | loader_parameters.slice_axis: required one of sagittal, coronal, axial
          {"loader_parameters": {"multichannel": true}}        | multichannel needs contrasts
          {"loader_parameters": {"target_suffix": [3]}}        | loader_parameters.target_suffix[0]: required a suffix
          {"loader_parameters": {"target_suffix": [[]]}}       | A target suffix is not empty
          {"loader_parameters": {"subject_selection": {"n": [1]}}} | they have 1, 0 and 0
          {"loader_parameters": {"contrast_params": {"balance": {"T1w": 1.5}}}} | balance of T1w is a fraction from 0 to 1; it is 1.5
          {"split_dataset": {"train_fraction": -0.1}}          | train_fraction is a fraction from 0 to 1; it is -0.1
          {"split_dataset": {"random_seed": 4294967296}}       | random_seed is from 0 to 4294967295
          {"training_parameters": {"loss": "DiceLoss"}}        | training_parameters.loss: required an object with a name
          {"training_parameters": {"loss": {"name": 3}}}       | training_parameters.loss.name: required a text
          {"training_parameters": {"batch_size": 0}}           | batch_size is at least 1
          {"training_parameters": {"scheduler": {"lr_scheduler": {"name": "Cosine"}}}} | name is one of CosineAnnealingLR
          {"training_parameters": {"scheduler": {"lr_scheduler": {"name": "CosineAnnealingWarmRestarts"}}}} | needs T_0
          {"default_model": {"length_2D": [256, 256]}}         | length_2D and stride_2D need each other
          {"default_model": {"length_2D": [16, 16], "stride_2D": [16, 17]}} | stride_2D is at most length_2D
          {"default_model": {"final_activation": "tanh"}}      | required one of sigmoid, relu, softmax
          {"transformation": {"CenterCrop": [128]}}            | transformation.CenterCrop: required an object
          {"transformation": {"CenterCrop": {"applied_to": ["img"]}}} | transformation.CenterCrop.applied_to[0]: required one of im, gt, roi
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
        parse("{\"loader_parameters\": {\"target_suffix\": [\"_a\", [\"_b1\", \"_b2\"]]}}")
            .loaderParameters()
            .targetSuffix();
    assertThat(suffixes)
        .containsExactly(TargetSuffix.of("_a"), new TargetSuffix(List.of("_b1", "_b2")));
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
    assertThatThrownBy(() -> parse(both).model())
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
