package scanmill.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsScan;
import scanmill.datasets.SourceFiles;
import scanmill.models.Finder;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.transforms.Sample;
import scanmill.volumes.BoundingBox;

/**
 * Looks for the part of every scan that a network is to learn from, with the model of {@code
 * object_detection_params}. A scan in which that finds nothing is not learnt from.
 *
 * <p>Writes {@code bounding_boxes.json} as ivadomed does: by image the first and the last voxel
 * along each axis, axes turned as the network sees them, larger by the safety factor; none where
 * nothing is found. It is made anew for every run.
 */
record DetectionPass(Config config, SourceFiles files, Path outputs, int threads) {

  /**
   * @throws BadInputException {@code detection-none} if nothing is found in any training scan; or
   *     what is wrong with a file
   */
  FrozenDataset run(FrozenDataset dataset) throws IOException {
    if (dataset.finder().isEmpty()) {
      return dataset;
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    try (Finder finder = Finder.open(dataset.finder().get(), config, threads)) {
      List<BidsScan> training = found(finder, dataset.training(), json);
      List<BidsScan> validation = found(finder, dataset.validation(), json);
      RunFolder.write(outputs.resolve("bounding_boxes.json"), StrictJson.pretty(json));
      if (training.isEmpty()) {
        throw BadInputException.of(
            "detection-none",
            "object_detection_params: required something to look at in at least one training scan;"
                + " "
                + dataset.finder().get().name()
                + " finds nothing in any of "
                + dataset.training().size()
                + ".",
            "Check the model of object_detection_path on one of the scans (scanmill segment).");
      }
      return dataset.with(training, validation);
    }
  }

  private List<BidsScan> found(Finder finder, List<BidsScan> scans, ObjectNode json)
      throws IOException {
    PreparationPlan plan = PreparationPlan.of(config, Phase.TRAINING);
    List<BidsScan> found = new ArrayList<>();
    for (BidsScan scan : scans) {
      LocalScan local = LocalScan.of(scan, files);
      Sample read = local.read(plan.pictures());
      local.done();
      Optional<BoundingBox> box = finder.find(read);
      var boxes = json.putArray(scan.image().toAbsolutePath().toString());
      box.ifPresent(part -> part.bounds().forEach(boxes.addArray()::add));
      box.ifPresent(part -> found.add(scan.within(part)));
    }
    return found;
  }
}
