package scanmill.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A prediction and its reference.
 *
 * @param scan {@code sub-01_T2w}
 * @param predictions one file, or one for each class
 * @param references one file, or one for each class; one that is missing is a class that the
 *     reference does not have
 * @param entropy how sure the prediction is, {@code _unc-vox}
 * @param image what was predicted
 */
record ScanPair(
    String scan,
    List<Path> predictions,
    List<Optional<Path>> references,
    Optional<Path> entropy,
    Optional<Path> image) {

  ScanPair {
    predictions = List.copyOf(predictions);
    references = List.copyOf(references);
  }

  /** The row of ivadomed's table. */
  String imageId() {
    return scan + "_pred";
  }

  String predictionNames() {
    return predictions.stream().map(ScanPair::name).collect(Collectors.joining(" + "));
  }

  String referenceNames() {
    return references.stream()
        .map(file -> file.map(ScanPair::name).orElse("(none)"))
        .collect(Collectors.joining(" + "));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
