package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import scanmill.specs.StrictJson;

class DialectsTest {

  /** ivadomed's defaults as its documentation has them, the optional sections left out. */
  private static final String DEFAULTS =
      """
      {
        "command": "train", "gpu_ids": [0], "path_output": "path_output",
        "model_name": "my_model", "debugging": false, "log_file": "log",
        "loader_parameters": {
          "path_data": ["path_data"], "bids_validate": true,
          "subject_selection": {"n": [], "metadata": [], "value": []},
          "target_suffix": [], "extensions": [],
          "roi_params": {"suffix": null, "slice_filter_roi": null},
          "contrast_params": {"training_validation": [], "testing": [], "balance": {}},
          "slice_filter_params": {"filter_empty_mask": false, "filter_empty_input": true},
          "patch_filter_params": {"filter_empty_mask": false, "filter_empty_input": false},
          "slice_axis": "axial", "multichannel": false, "soft_gt": false,
          "is_input_dropout": false
        },
        "split_dataset": {
          "fname_split": null, "random_seed": 6, "split_method": "participant_id",
          "data_testing": {"data_type": null, "data_value": []}, "balance": null,
          "train_fraction": 0.6, "test_fraction": 0.2
        },
        "training_parameters": {
          "batch_size": 18, "loss": {"name": "DiceLoss"},
          "training_time": {"num_epochs": 100, "early_stopping_patience": 50,
                            "early_stopping_epsilon": 0.001},
          "scheduler": {"initial_lr": 0.001, "lr_scheduler": {"name": "CosineAnnealingLR"}},
          "balance_samples": {"applied": false, "type": "gt"}, "mixup_alpha": null,
          "transfer_learning": {"retrain_model": null, "retrain_fraction": 1.0}
        },
        "default_model": {"name": "Unet", "dropout_rate": 0.3, "bn_momentum": 0.1, "depth": 3,
                          "is_2d": true},
        "object_detection_params": {"object_detection_path": null, "safety_factor": [1, 1, 1]},
        "uncertainty": {"epistemic": false, "aleatoric": false, "n_it": 0},
        "postprocessing": {},
        "evaluation_parameters": {"object_detection_metrics": true},
        "transformation": {}
      }
      """;

  @ParameterizedTest
  @FieldSource("scanmill.configuration.Fixtures#ALL")
  void everyKindOfConfigurationReadsBackFromItsEffectiveForm(String name) {
    Config config = Fixtures.parse(name).config();
    ParsedConfig again = Config.parse(StrictJson.pretty(config.toJson()), name);
    assertThat(again.warnings()).isEqualTo(Advice.about(config));
    assertThat(again.config()).isEqualTo(config);
    assertThat(again.config().toJson()).isEqualTo(config.toJson());
  }

  @Test
  void theDocumentedDefaultsAreTheDefaults() {
    ParsedConfig documented = Config.parse(DEFAULTS, "defaults.json");
    assertThat(documented.warnings()).isEmpty();
    assertThat(documented.config()).isEqualTo(Config.defaults());
  }

  @Test
  void theRatesOfCyclicSchedulesMayStandInOthers() {
    LrScheduler cosine =
        Config.parse(
                """
                {"training_parameters": {"scheduler": {"lr_scheduler":
                  {"name": "CosineAnnealingLR", "base_lr": 1e-5, "max_lr": 1e-2}}}}
                """,
                "c.json")
            .config()
            .trainingParameters()
            .scheduler()
            .lrScheduler();
    assertThat(cosine.name()).isEqualTo("CosineAnnealingLR");
    assertThat(cosine.baseLr()).contains(1e-5);
    assertThat(cosine.maxLr()).contains(1e-2);
  }

  @Test
  void theTutorialAsksForWhatItSays() {
    ParsedConfig parsed = Fixtures.parse("tutorial.json");
    Config config = parsed.config();
    assertThat(parsed.warnings())
        .containsExactly(
            "gpu_ids has no effect; use device, such as \"cuda:1\".",
            "log_file has no effect; the log goes where services' logs go.",
            "split_path has no effect; use split_dataset.fname_split.",
            "loader_parameters.bids_config has no effect; BIDS names are read without it.");
    assertThat(config.gpuIds()).containsExactly(1);
    LoaderParameters loader = config.loaderParameters();
    assertThat(loader.contrasts()).containsExactly("T2w", "PDw");
    assertThat(loader.contrastParams().balance()).containsEntry("PDw", 0.25);
    assertThat(loader.sliceAxis()).isEqualTo(SliceAxis.SAGITTAL);
    assertThat(config.splitDataset().dataTesting().dataValue()).containsExactly("north");
    assertThat(config.trainingParameters().batchSize()).isEqualTo(11);
    assertThat(config.trainingParameters().trainingTime().numEpochs()).isEqualTo(23);
    assertThat(config.trainingParameters().loss().args())
        .isEqualTo(StrictJson.parse("{\"alpha\": 0.6, \"beta\": 0.4}", "loss"));
    assertThat(config.inChannel()).isEqualTo(1);
    assertThat(config.outClasses()).isEqualTo(1);
    assertThat(config.transformation().entries())
        .extracting(TransformEntry::name)
        .containsExactly(
            "CenterCrop",
            "Resample",
            "RandomReverse",
            "NormalizeInstance",
            "AdditiveGaussianNoise");
    assertThat(config.transformation().during(Phase.VALIDATION))
        .extracting(TransformEntry::name)
        .containsExactly("CenterCrop", "Resample", "NormalizeInstance", "AdditiveGaussianNoise");
    assertThat(config.postprocessing().steps())
        .extracting(StepEntry::name)
        .containsExactly(
            "keep_largest",
            "remove_noise",
            "uncertainty",
            "fill_holes",
            "binarize_prediction",
            "remove_small");
    assertThat(config.model().name()).isEqualTo("Unet");
    assertThat(config.model().args().path("final_activation").asText()).isEqualTo("sigmoid");
  }

  @Test
  void theOtherKindsAskForWhatTheySay() {
    Config slides = Fixtures.parse("microscopy.json").config();
    assertThat(slides.loaderParameters().wantedExtensions()).containsExactly(".png");
    assertThat(slides.outClasses()).isEqualTo(2);
    assertThat(slides.defaultModel().length2d()).contains(List.of(256, 256));
    assertThat(slides.defaultModel().stride2d()).contains(List.of(244, 244));
    Config lesions = Fixtures.parse("lesions.json").config();
    assertThat(lesions.loaderParameters().targetSuffix())
        .containsExactly(new TargetSuffix(List.of("_label-lesion-a", "_label-lesion-b")));
    assertThat(lesions.loaderParameters().roiParams().sliceFilterRoi()).contains(12);
    assertThat(lesions.splitDataset().dataTesting().dataValue()).containsExactly("38", "51");
    assertThat(lesions.inChannel()).isEqualTo(2);
    Config volumes = Fixtures.parse("tumour-volumes.json").config();
    assertThat(volumes.trainingParameters().mixupAlpha()).contains(0.35);
    assertThat(volumes.trainingParameters().scheduler().lrScheduler().t0()).contains(12);
    Config discs = Fixtures.parse("disc-points.json").config();
    assertThat(discs.trainingParameters().loss().args().path("losses_list")).hasSize(3);
    assertThat(discs.trainingParameters().transferLearning())
        .isEqualTo(
            new TransferLearning(
                Optional.of("earlier/discs.pt"), 0.3, Optional.of(true), List.of()));
  }

  @Test
  void namesWhatItCouldNotUse() {
    assertThat(Fixtures.parse("missing-contrasts.json").warnings())
        .containsExactly(
            "UNet3D is an old name; it was read as Modified3DUNet.",
            "split_dataset.method per_center was read as split_dataset.data_testing.data_type"
                + " institution_id.",
            "split_dataset.center_test is an old name; it was read as"
                + " split_dataset.data_testing.data_value.",
            "Modified3DUNet.padding_3D is an old key and was ignored;"
                + " volumes of any size are padded as needed.",
            "HeMISUnet.ram, path_hdf5, csv_path, target_lst and roi_lst have no effect;"
                + " samples need no file of their own.");
    assertThat(Fixtures.parse("lesions.json").warnings())
        .containsExactly(
            "evaluation_parameters.removeSmall is an old key and was ignored;"
                + " use postprocessing.remove_small.");
    assertThat(Fixtures.parse("old-names.json").warnings())
        .containsExactly(
            "transformation.NumpyToTensor is done without being asked for; ignored.",
            "log_directory is an old name; it was read as path_output.",
            "UNet3D is an old name; it was read as Modified3DUNet.",
            "loader_parameters.bids_path is an old name;"
                + " it was read as loader_parameters.path_data.",
            "gpu is an old name; it was read as gpu_ids.",
            "testing_parameters.uncertainty is an old name; it was read as uncertainty.",
            "testing_parameters.binarize_prediction is an old name;"
                + " it was read as postprocessing.binarize_prediction.thr.",
            "transformation.CenterCrop.preprocessing is decided by the transform itself;"
                + " ignored.",
            "gpu_ids has no effect; use device, such as \"cuda:3\".");
  }

  @Test
  void theAppliedArchitectureIsTheNetwork() {
    ModelChoice hemis = Fixtures.parse("missing-contrasts.json").config().model();
    assertThat(hemis.name()).isEqualTo("HeMISUnet");
    assertThat(hemis.args().path("depth").asInt()).isEqualTo(5);
    assertThat(hemis.args().path("contrasts")).hasSize(3);
    ModelChoice volumes = Fixtures.parse("tumour-volumes.json").config().model();
    assertThat(volumes.name()).isEqualTo("Modified3DUNet");
    assertThat(volumes.args().path("is_2d").asBoolean()).isFalse();
    assertThat(volumes.args().path("n_filters").asInt()).isEqualTo(6);
    assertThat(volumes.args().has("applied")).isFalse();
    ModelChoice old = Fixtures.parse("old-names.json").config().model();
    assertThat(old.name()).isEqualTo("Modified3DUNet");
    assertThat(old.args().path("stride_3D")).isEqualTo(old.args().path("length_3D"));
    assertThat(Fixtures.parse("slice-classifier.json").config().model().name())
        .isEqualTo("resnet18");
    assertThat(Fixtures.parse("disc-points.json").config().model().name())
        .isEqualTo("Countception");
  }
}
