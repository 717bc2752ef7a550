package scanmill.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scanmill.configuration.Config;

/**
 * A configuration for somebody who has data and none, derived from what the data are (the idea:
 * Isensee et al., nnU-Net, Nature Methods 2021; the rules and the reckoning of memory are our own).
 *
 * @param config complete
 * @param reasons a paragraph per choice: {@code key: value, because}
 */
public record DatasetPlan(Config config, List<String> reasons) {
  private static final double BYTES_PER_GB = 1e9;

  public DatasetPlan {
    reasons = List.copyOf(reasons);
  }

  /**
   * Looks at a dataset and plans.
   *
   * @param root of a BIDS dataset
   * @param suffixes endings of labels, one per class; empty for all that are found
   * @param memoryGb what learning may take
   * @throws scanmill.problems.BadInputException {@code dataset-no-labels}, or what is wrong with a
   *     file
   */
  public static DatasetPlan of(Path root, List<String> suffixes, double memoryGb)
      throws IOException {
    DatasetSurvey survey = DatasetSurvey.of(root, suffixes);
    return of(root, survey, Fingerprint.of(survey.scans()), memoryGb);
  }

  static DatasetPlan of(Path root, DatasetSurvey survey, Fingerprint fingerprint, double memoryGb) {
    List<String> reasons = new ArrayList<>();
    ObjectNode json = Config.defaults().toJson();
    PlannedPatch patch = PlannedPatch.of(fingerprint, memoryGb * BYTES_PER_GB);
    data(json, root, survey, fingerprint, reasons);
    network(json, patch, fingerprint, reasons);
    transforms(json, patch, fingerprint, reasons);
    learning(json, patch, survey, fingerprint, reasons);
    reasons.add(
        String.format(
            Locale.ROOT,
            "Memory: about %.2f GB while learning, of %.2f GB that were granted. An estimate; with"
                + " out of memory, a batch is halved.",
            patch.bytes() / BYTES_PER_GB,
            memoryGb));
    return new DatasetPlan(Config.parse(json, "plan").config(), reasons);
  }

  private static void data(
      ObjectNode json,
      Path root,
      DatasetSurvey survey,
      Fingerprint fingerprint,
      List<String> reasons) {
    ObjectNode loader = json.withObjectProperty("loader_parameters");
    loader.putArray("path_data").add(root.toString());
    ArrayNode targets = loader.putArray("target_suffix");
    survey.suffixes().forEach(targets::add);
    ObjectNode contrasts = loader.withObjectProperty("contrast_params");
    for (String phase : List.of("training_validation", "testing")) {
      ArrayNode list = contrasts.putArray(phase);
      survey.contrasts().forEach(list::add);
    }
    reasons.add(
        "loader_parameters.target_suffix: "
            + survey.suffixes()
            + ", the endings that most labelled images have, one class each."
            + (survey.left().isEmpty() ? "" : " Left out: " + survey.left() + "."));
    reasons.add(
        "loader_parameters.contrast_params: "
            + survey.contrasts()
            + ", every contrast with labels; "
            + fingerprint.scans().size()
            + " images.");
  }

  private static void network(
      ObjectNode json, PlannedPatch patch, Fingerprint fingerprint, List<String> reasons) {
    ObjectNode model = json.withObjectProperty("default_model");
    model.put("name", "Unet");
    model.put("is_2d", patch.dimensions() == 2);
    model.put("depth", patch.depth());
    model.put("n_filters", patch.filters());
    model.put("dropout_rate", 0.1);
    patch.flat().ifPresent(flat -> flat(model, flat, patch.depth(), reasons));
    boolean exclusive = fingerprint.exclusive();
    model.put("final_activation", exclusive ? "softmax" : "sigmoid");
    String key = patch.dimensions() + "D";
    ArrayNode length = model.putArray("length_" + key);
    ArrayNode stride = model.putArray("stride_" + key);
    for (int a = 0; a < patch.dimensions(); a++) {
      length.add(patch.extent(a));
      stride.add(patch.stride(a));
    }
    reasons.add("default_model.is_2d: " + (patch.dimensions() == 2) + ", " + patch.why());
    reasons.add(
        "default_model.length_"
            + key
            + ": "
            + length
            + " voxels, the median scan or as much of it as fits the memory, in multiples of what"
            + " can be halved "
            + patch.depth()
            + " times; stride_"
            + key
            + ": "
            + stride
            + ", half a patch where a scan is larger than one.");
    reasons.add(
        "default_model.depth: "
            + patch.depth()
            + ", as often as the shortest side of a patch can be halved to at least 4 voxels.");
    reasons.add(
        "default_model.n_filters: " + patch.filters() + ", 32 unless memory allows less only.");
    reasons.add(
        "default_model.final_activation: "
            + (exclusive
                ? "softmax, since a voxel is of one class at most."
                : fingerprint.classes() == 1
                    ? "sigmoid, for one class."
                    : "sigmoid, since voxels are of several classes at once."));
    if (patch.covers() < 1) {
      ObjectNode sampling =
          json.withObjectProperty("loader_parameters").withObjectProperty("patch_sampling");
      sampling.put("method", "foreground");
      sampling.put("patches_per_scan", patch.perScan());
      reasons.add(
          "loader_parameters.patch_sampling: foreground, "
              + patch.perScan()
              + " patches of a scan in each epoch, a third of them around a labelled voxel, since a"
              + " patch covers only part of a scan.");
    }
  }

  /** A network that looks across long voxels only where they are no longer long. */
  static void flat(ObjectNode model, FlatVoxels flat, int depth, List<String> reasons) {
    model.put("name", "ResidualEncoderUnet");
    ArrayNode blocks = model.putArray("n_blocks").add(1);
    for (int level = 1; level <= depth; level++) {
      blocks.add(2);
    }
    numbers(model.putArray("strides"), flat.strides());
    numbers(model.putArray("kernels"), flat.kernels());
    reasons.add(
        "default_model.name: ResidualEncoderUnet with strides "
            + flat.strides()
            + " and kernels "
            + flat.kernels()
            + ", since voxels are at least twice as long along one axis: it looks across that axis,"
            + " and halves along it, from the level on where they are not.");
  }

  private static void numbers(ArrayNode to, List<List<Integer>> levels) {
    for (List<Integer> level : levels) {
      level.forEach(to.addArray()::add);
    }
  }

  private static void transforms(
      ObjectNode json, PlannedPatch patch, Fingerprint fingerprint, List<String> reasons) {
    ObjectNode transforms = json.putObject("transformation");
    if (patch.resample()) {
      ObjectNode resample = transforms.putObject("Resample");
      resample.put("hspace", patch.spacing(0));
      resample.put("wspace", patch.spacing(1));
      if (patch.dimensions() == 3) {
        resample.put("dspace", patch.spacing(2));
      }
      reasons.add("transformation.Resample: the median spacing, since spacings differ.");
    } else {
      reasons.add("No Resample: all images have the same spacing within 1 percent.");
    }
    boolean computed = fingerprint.median(Fingerprint.Scan::low) < -200;
    if (computed) {
      ObjectNode clipping = transforms.putObject("HistogramClipping");
      clipping.put("min_percentile", 0.5);
      clipping.put("max_percentile", 99.5);
    }
    ObjectNode affine = random(transforms, "RandomAffine");
    affine.put("degrees", 15);
    numbers(affine, "translate", patch.dimensions(), 0.05);
    numbers(affine, "scale", patch.dimensions(), 0.1);
    ObjectNode gamma = random(transforms, "RandomGamma");
    gamma.putArray("log_gamma_range").add(-0.3).add(0.3);
    gamma.put("p", 0.3);
    transforms.putObject(computed ? "NormalizeDataset" : "NormalizeInstance");
    ObjectNode noise = random(transforms, "AdditiveGaussianNoise");
    noise.put("std", 0.1);
    noise.put("probability", 0.2);
    reasons.add(
        computed
            ? "transformation.NormalizeDataset: intensities reach below -200, as those of CT do;"
                + " they have a meaning across scans, so all are scaled alike."
            : "transformation.NormalizeInstance: intensities have no meaning across scans, so each"
                + " is scaled by itself.");
    reasons.add(
        "Augmentation: rotations to 15 degrees, shifts to 5 and scales to 10 percent, gamma and"
            + " noise: mild, for any organ. No mirror images, since left and right may matter.");
  }

  private static ObjectNode random(ObjectNode transforms, String name) {
    ObjectNode transform = transforms.putObject(name);
    transform.putArray("dataset_type").add("training");
    return transform;
  }

  private static void numbers(ObjectNode to, String key, int count, double value) {
    ArrayNode list = to.putArray(key);
    for (int n = 0; n < count; n++) {
      list.add(value);
    }
  }

  private static void learning(
      ObjectNode json,
      PlannedPatch patch,
      DatasetSurvey survey,
      Fingerprint fingerprint,
      List<String> reasons) {
    ObjectNode training = json.withObjectProperty("training_parameters");
    training.put("batch_size", patch.batch());
    boolean overlapping = fingerprint.classes() > 1 && !fingerprint.exclusive();
    String loss = overlapping ? "LossCombination" : "DiceCrossEntropyLoss";
    training.withObjectProperty("loss").put("name", loss);
    if (overlapping) {
      ObjectNode combined = training.withObjectProperty("loss");
      combined.putArray("losses_list").add("MultiClassDiceLoss").add("BinaryCrossEntropyLoss");
      combined.putArray("params_list").addNull().addNull();
    }
    ObjectNode time = training.withObjectProperty("training_time");
    time.put("num_epochs", 200);
    time.put("early_stopping_patience", 50);
    ObjectNode scheduler = training.withObjectProperty("scheduler");
    scheduler.put("initial_lr", 0.001);
    scheduler.withObjectProperty("lr_scheduler").put("name", "CosineAnnealingLR");
    training.put("gradient_clipping", 12.0);
    json.put("model_name", "planned");
    if (fingerprint.exclusive()) {
      json.withObjectProperty("postprocessing").putObject("binarize_maxpooling");
    } else {
      json.withObjectProperty("postprocessing").putObject("binarize_prediction").put("thr", 0.5);
    }
    reasons.add(
        "training_parameters.batch_size: "
            + patch.batch()
            + ", at least 2, more as memory allows, and no more than a twentieth of all voxels of "
            + survey.scans().size()
            + " scans.");
    reasons.add(
        "training_parameters.loss: "
            + loss
            + ", Dice and cross-entropy together, steady for small and large structures alike; Adam from 0.001 down a cosine over 200 epochs, stopped after 50"
            + " without progress.");
  }
}
