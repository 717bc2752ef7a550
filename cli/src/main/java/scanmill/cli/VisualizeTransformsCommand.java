package scanmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scanmill.problems.BadInputException;
import scanmill.training.TransformPictures;

/** Pictures what the transforms of training make of an image. */
@Command(
    name = "visualize-transforms",
    description = {
      "Picture what the transforms of training make of slices of an image, one transform more each",
      "time: before on the left, after on the right. Nothing is started."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill visualize-transforms -c config.json -i sub-01_T2w.nii.gz -n 3 -o pictures",
      "",
      "Writes <T1>_<T2>_slice<k>.png for the slice k after the transforms T1 and T2."
    })
final class VisualizeTransformsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "CONFIG.json",
      required = true,
      description = "An ivadomed configuration.")
  private Path config = Path.of("");

  @Option(
      names = {"-i", "--input"},
      paramLabel = "IMAGE",
      required = true,
      description = "An image, NIfTI or a picture.")
  private Path image = Path.of("");

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Slices to picture, drawn by the configuration's seed (default: 1).")
  private int slices = 1;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the pictures go (default: here).")
  private Path output = Path.of("");

  @Option(
      names = {"-r", "--roi"},
      paramLabel = "ROI",
      description = "The region of interest, on the image's grid, for ROICrop.")
  private Optional<Path> region = Optional.empty();

  VisualizeTransformsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    if (slices < 1) {
      throw BadInputException.of(
          "option-value", "Required -n of at least 1; found " + slices + ".", "Give -n 1 or more.");
    }
    ConfigFile file = ConfigFile.read(around.resolve(config), around.folder());
    file.warnings().forEach(warning -> around.err().println("Note: " + warning));
    Path shown = required(image);
    List<Path> written =
        TransformPictures.write(
            file.config(), shown, region.map(this::required), slices, around.resolve(output));
    written.forEach(around.out()::println);
    return 0;
  }

  private Path required(Path path) {
    Path file = around.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw BadInputException.of(
          "scan-missing", "Required an image; found none at " + file + ".", "Check the path.");
    }
    return file;
  }
}
