package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scanmill.datasets.PictureDepth;
import scanmill.problems.BadInputException;
import scanmill.volumes.Picture;

/** Segments scans with a model. */
@Command(
    name = "segment",
    description = {
      "Segment scans with a model, and compare with reference labels where there are some.",
      "Results lie on each scan's own grid."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill segment -m cord -i sub-01_T2w.nii.gz",
      "  scanmill segment -m cord@0f3a9c1d -i sub-*_T2w.nii.gz -o results",
      "  scanmill segment -m lesion -i sub-01_T2w.nii.gz --uncertainty 20 --largest --fill-holes",
      "  scanmill segment -m axons -i sub-rat1_SEM.png --pixel-size 0.0001",
      "  scanmill segment -m out/cord -i sub-01_T2w.nii.gz --reference sub-01_T2w_seg.nii.gz"
    })
final class SegmentCommand implements Callable<Integer> {
  private static final double LARGEST_PIXEL = 1000;

  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      required = true,
      description = "Name of a published model, name@digest for one version, or a package folder.")
  private String model = "";

  @Option(
      names = {"-i", "--input"},
      paramLabel = "SCAN",
      arity = "1..*",
      required = true,
      description = "NIfTI files, pictures (PNG, TIFF, JPEG), or folders with such.")
  private List<Path> input = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the results go (default: here).")
  private Path output = Path.of(".");

  @Option(
      names = "--reference",
      paramLabel = "LABELS",
      arity = "1..*",
      description = "Labels to compare with, one per scan, in the order of the scans.")
  private List<Path> reference = new ArrayList<>();

  @Option(
      names = "--pixel-size",
      paramLabel = "MM",
      description = {
        "Distance of the pixels of pictures in millimetres; without it, PixelSize of the JSON",
        "file beside the picture, or what the picture says itself."
      })
  private Optional<Double> pixelSize = Optional.empty();

  @Mixin private WishOptions wishes = new WishOptions();

  SegmentCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    List<Path> scans = ScanFiles.of(input.stream().map(around::resolve).toList());
    List<Path> references = references(scans.size());
    Path folder = around.resolve(output);

    try (Scratch scratch = new Scratch();
        Connection connection = server.connect(around)) {
      Gateway gateway = connection.gateway();
      Path package_ = around.resolve(Path.of(model));
      String version =
          Files.isDirectory(package_) ? ModelFolder.register(gateway, package_) : model;
      PictureScans pictures = pictures(gateway, version, scans, scratch);
      Map<String, Path> requests = new LinkedHashMap<>();
      Progress progress = new Progress(around);
      ObjectNode wished = wishes.json();
      try {
        for (int i = 0; i < scans.size(); i++) {
          Path scan = scans.get(i);
          progress.passing(i, scans.size(), "sending " + scan.getFileName());
          ObjectNode asked = Gateway.object().put("model", version);
          asked.put("image", upload(gateway, pictures.image(scan)));
          if (!references.isEmpty()) {
            asked.put("reference", upload(gateway, pictures.labels(references.get(i), scan)));
          }
          if (!wished.isEmpty()) {
            asked.set("wishes", wished);
          }
          requests.put(gateway.post("api/segmentations", asked).path("request").asText(), scan);
        }
        new SegmentationFollower(gateway, progress).follow(requests);
      } finally {
        progress.end();
      }
      return bring(gateway, requests, folder);
    }
  }

  /** ivadomed's models have seen pictures in 8 bits. */
  private PictureScans pictures(Gateway gateway, String version, List<Path> scans, Scratch scratch)
      throws IOException {
    if (pixelSize.isPresent() && !(pixelSize.get() > 0 && pixelSize.get() < LARGEST_PIXEL)) {
      throw BadInputException.of(
          "option-value",
          "Required a --pixel-size above 0 in millimetres; found " + pixelSize.get() + ".",
          "Write 0.0001 for 100 nm.");
    }
    PictureDepth depth =
        scans.stream().noneMatch(Picture::isNamed)
            ? PictureDepth.AS_STORED
            : PictureDepth.of(PublishedModel.parse(version).config(gateway, scratch.folder()));
    return new PictureScans(pixelSize, depth, scratch.folder());
  }

  private List<Path> references(int scans) {
    List<Path> found = reference.stream().map(around::resolve).toList();
    if (!found.isEmpty() && found.size() != scans) {
      throw BadInputException.of(
          "reference-count",
          "Required one reference per scan; found " + found.size() + " for " + scans + " scans.",
          "Name as many files with --reference as with -i, in the same order.");
    }
    for (Path file : found) {
      if (!Files.isRegularFile(file)) {
        throw BadInputException.of(
            "reference-missing",
            "Required labels that can be read; found none at " + file + ".",
            "Check the path given with --reference.");
      }
    }
    return found;
  }

  /** Under a folder named by the content, so that the same file is the same object. */
  private static String upload(Gateway gateway, Path file) {
    String folder = "scans/" + FileDigest.of(file).substring(0, 16);
    return gateway.upload(file, folder, file.getFileName().toString()).path("key").asText();
  }

  private int bring(Gateway gateway, Map<String, Path> requests, Path folder) {
    Table table = new Table("scan", "label", "volume", "Dice", "seconds");
    SegmentationResults results = new SegmentationResults(gateway, folder);
    int code = 0;
    for (Map.Entry<String, Path> entry : requests.entrySet()) {
      JsonNode request = gateway.get("api/requests/" + Gateway.encode(entry.getKey()));
      String stem = ScanFiles.stem(entry.getValue());
      if (request.hasNonNull("segmentation")) {
        results.bring(request, stem);
        if (Picture.isNamed(entry.getValue())) {
          results.picture(request, stem);
        }
        SegmentationResults.rows(table, request, stem);
      } else {
        code = Complaint.FAILED;
      }
      request.path("notes").forEach(note -> around.err().println(stem + ": " + note.asText()));
      if (request.hasNonNull("problem")) {
        around
            .err()
            .println(
                stem
                    + ": "
                    + request.path("problem").path("what").asText()
                    + " "
                    + request.path("problem").path("remedy").asText());
      }
    }
    if (!table.isEmpty()) {
      around.out().print(table);
      around.out().println();
      around.out().println("results  " + folder);
    }
    return code;
  }
}
