package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Results of segmentations, brought to a folder: {@code <scan>_pred.nii.gz} and {@code
 * <scan>_pred.png} for people, {@code <scan>_evaluation.html} where there was a reference, {@code
 * <scan>_unc-vox.nii.gz} and its like where they were wished, and the BIDS derivatives they are
 * copies of.
 */
final class SegmentationResults {
  private final Gateway gateway;
  private final Path folder;

  SegmentationResults(Gateway gateway, Path folder) {
    this.gateway = gateway;
    this.folder = folder;
  }

  /**
   * @param request as {@code GET /api/requests/{request}} shows it
   * @param stem of the scan's file
   */
  void bring(JsonNode request, String stem) {
    gateway.download(key(request, "segmentation"), folder.resolve(stem + "_pred.nii.gz"));
    if (request.hasNonNull("overlay")) {
      gateway.download(key(request, "overlay"), folder.resolve(stem + "_pred.png"));
    }
    if (request.hasNonNull("page")) {
      gateway.download(key(request, "page"), folder.resolve(stem + "_evaluation.html"));
    }
    Set<String> keys = new LinkedHashSet<>();
    keys.add(key(request, "segmentation"));
    for (String one : new String[] {"manifest", "overlay", "report", "page", "table"}) {
      if (request.hasNonNull(one)) {
        keys.add(key(request, one));
      }
    }
    request.path("probabilities").forEach(one -> keys.add(one.path("key").asText()));
    request
        .path("uncertainty")
        .properties()
        .forEach(
            map -> {
              String from = map.getValue().path("key").asText();
              gateway.download(from, folder.resolve(stem + "_" + map.getKey() + ".nii.gz"));
              keys.add(from);
            });
    description(key(request, "segmentation")).ifPresent(keys::add);
    keys.forEach(key -> gateway.download(key, RunOutputs.inside(folder, key)));
  }

  /**
   * The probabilities of {@link #bring} as pictures, {@code <scan>_class-<k>_pred.png}.
   *
   * @param stem of the picture that was segmented
   */
  void picture(JsonNode request, String stem) {
    List<Path> classes = new ArrayList<>();
    request
        .path("probabilities")
        .forEach(one -> classes.add(RunOutputs.inside(folder, one.path("key").asText())));
    if (!classes.isEmpty()) {
      PictureScans.write(folder, stem, classes);
    }
  }

  /** One row per label. */
  static void rows(Table table, JsonNode request, String stem) {
    double seconds = 0;
    for (JsonNode stage : request.path("stages")) {
      seconds += stage.path("seconds").asDouble();
    }
    String time = Spell.tenth(seconds);
    JsonNode volumes = request.path("volumesMm3");
    volumes
        .properties()
        .forEach(
            volume ->
                table.row(
                    stem,
                    volume.getKey(),
                    Spell.volume(volume.getValue().asDouble(Double.NaN)),
                    dice(request, volume.getKey()),
                    time));
    if (volumes.isEmpty()) {
      table.row(stem, "-", "-", "-", time);
    }
  }

  static String dice(JsonNode request, String label) {
    for (JsonNode score : request.path("scores")) {
      if (score.path("label").asText().equals(label)
          && score.path("metric").asText().startsWith("dice")) {
        return Spell.score(score.path("value").asDouble(Double.NaN));
      }
    }
    return "-";
  }

  /** What BIDS wants beside derivatives, at the top of the model's folder. */
  private Optional<String> description(String segmentation) {
    int second = segmentation.indexOf('/', segmentation.indexOf('/') + 1);
    if (second < 0) {
      return Optional.empty();
    }
    String key = segmentation.substring(0, second + 1) + "dataset_description.json";
    return gateway.list(key).stream().filter(key::equals).findFirst();
  }

  private static String key(JsonNode request, String what) {
    return request.path(what).path("key").asText();
  }
}
