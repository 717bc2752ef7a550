package scanmill.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the author of a valid configuration may not have meant: one sentence each. */
final class Advice {
  private final List<String> sentences = new ArrayList<>();

  private Advice() {}

  static List<String> about(Config config) {
    Advice advice = new Advice();
    advice.withoutEffect(config);
    advice.channels(config.loaderParameters());
    advice.region(config);
    advice.model(config);
    return advice.sentences;
  }

  private void when(boolean so, String sentence) {
    if (so) {
      sentences.add(sentence);
    }
  }

  /** ivadomed's keys that have no meaning here. */
  private void withoutEffect(Config config) {
    when(
        !config.gpuIds().equals(List.of(0)),
        "gpu_ids has no effect; use device, such as \"cuda:"
            + config.gpuIds().stream().findFirst().orElse(0)
            + "\".");
    when(
        !config.logFile().equals("log"),
        "log_file has no effect; the log goes where services'" + " logs go.");
    when(
        config.splitPath().isPresent(), "split_path has no effect; use split_dataset.fname_split.");
    when(
        config.loaderParameters().bidsConfig().isPresent(),
        "loader_parameters.bids_config has no effect; BIDS names are read without it.");
    config
        .hemisUnet()
        .ifPresent(
            hemis ->
                when(
                    hemis.pathHdf5().isPresent()
                        || hemis.csvPath().isPresent()
                        || !hemis.targetLst().isEmpty()
                        || hemis.roiLst().isPresent()
                        || !hemis.ram(),
                    "HeMISUnet.ram, path_hdf5, csv_path, target_lst and roi_lst have no effect;"
                        + " samples need no file of their own."));
  }

  private void channels(LoaderParameters loader) {
    when(
        loader.isInputDropout() && !loader.multichannel(),
        "loader_parameters.is_input_dropout has no effect without multichannel: one channel is"
            + " never left out.");
    when(
        loader.missingChannels() == MissingChannels.ZERO && !loader.multichannel(),
        "loader_parameters.missing_channels has no effect without multichannel.");
    ContrastParams contrasts = loader.contrastParams();
    Set<String> known = new TreeSet<>(contrasts.trainingValidation());
    known.addAll(contrasts.testing());
    for (String contrast : contrasts.balance().keySet()) {
      when(
          !known.isEmpty() && !known.contains(contrast),
          "loader_parameters.contrast_params.balance."
              + contrast
              + " has no effect: it is no contrast of training_validation or testing.");
    }
  }

  private void region(Config config) {
    RoiParams roi = config.loaderParameters().roiParams();
    when(
        roi.suffix().isEmpty() && roi.sliceFilterRoi().isPresent(),
        "loader_parameters.roi_params.slice_filter_roi has no effect without roi_params.suffix.");
    boolean crops =
        config.transformation().entries().stream()
            .anyMatch(entry -> entry.name().equals("ROICrop"));
    when(
        crops && roi.suffix().isEmpty() && !config.likeIvadomed(),
        "transformation.ROICrop has no region to crop about without"
            + " loader_parameters.roi_params.suffix.");
  }

  private void model(Config config) {
    when(
        config.loaderParameters().softGt()
            && config
                .defaultModel()
                .finalActivation()
                .filter(FinalActivation.RELU::equals)
                .isEmpty(),
        "loader_parameters.soft_gt keeps the truth soft; ivadomed recommends"
            + " default_model.final_activation relu with it, and the loss AdapWingLoss.");
    boolean flat = config.model().args().path("is_2d").asBoolean(true);
    when(
        flat && config.defaultModel().length3d().isPresent(),
        "default_model.length_3D has no effect: the network sees slices.");
    when(
        !flat && config.defaultModel().length2d().isPresent(),
        "default_model.length_2D has no effect: the network sees volumes.");
    config
        .hemisUnet()
        .filter(HemisUnet::applied)
        .filter(hemis -> !hemis.contrasts().isEmpty())
        .ifPresent(
            hemis ->
                when(
                    !hemis.contrasts().equals(config.loaderParameters().contrasts()),
                    "HeMISUnet.contrasts is not what"
                        + " loader_parameters.contrast_params.training_validation says; the latter"
                        + " is used."));
  }
}
