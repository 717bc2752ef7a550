package scanmill.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.ids.ModelId;
import scanmill.models.Cascade;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * Makes a package of a model that was made elsewhere. Nothing in the model is ever executed as
 * code, and it is run once on a small input before it is believed.
 *
 * @param model as it now lies there
 * @param kind what it was, in words
 * @param notes what had to be mapped or left out, in words
 */
public record ModelImport(ModelPackage model, String kind, List<String> notes) {
  public ModelImport {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a folder or zip of Scanmill, ivadomed or MONAI.
   *
   * @param name the model's; its own where absent
   * @param parent where the folder {@code <name>/} is made
   * @throws BadInputException for what is no model, is damaged or contradicts itself
   */
  public static ModelImport of(Path source, Optional<String> name, Path parent) throws IOException {
    Path scratch = Files.createTempDirectory("scanmill-import");
    try {
      Path folder = folder(source, scratch);
      GivenModel given =
          Files.isRegularFile(folder.resolve("configs").resolve("metadata.json"))
              ? MonaiBundle.read(folder, name.or(() -> Optional.of(nameOf(source))))
              : PackageFolder.read(folder, name.or(() -> ownName(source, folder)));
      return assemble(given, parent, scratch, 1);
    } finally {
      remove(scratch);
    }
  }

  private static Path folder(Path source, Path scratch) throws IOException {
    if (Files.isDirectory(source)) {
      return source;
    }
    if (!Files.isRegularFile(source)) {
      throw ModelArchive.noModel("nothing at " + source);
    }
    String file = source.getFileName().toString();
    if (file.matches(".*\\.(pt|onnx|safetensors|json)")) {
      // One file of a package: the others lie beside it.
      return alone(source, file.substring(0, file.lastIndexOf('.')), scratch);
    }
    if (!ModelArchive.isZip(source)) {
      throw ModelArchive.noModel("the file " + file);
    }
    return ModelArchive.unpack(source, Files.createDirectory(scratch.resolve("unpacked")));
  }

  private static Path alone(Path source, String stem, Path scratch) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("alone"));
    Path own = Files.createDirectory(folder.resolve(stem));
    for (String ending : List.of(".json", ".onnx", ".pt", ".safetensors")) {
      Path file = source.resolveSibling(stem + ending);
      if (Files.isRegularFile(file)) {
        Files.createSymbolicLink(own.resolve(stem + ending), file.toAbsolutePath());
      }
    }
    return own;
  }

  private static String nameOf(Path source) {
    String file = String.valueOf(source.toAbsolutePath().normalize().getFileName());
    return file.replaceFirst("\\.zip$", "").replaceAll("[^A-Za-z0-9._-]+", "_");
  }

  /** Of a zip without a folder in it, the zip's own. */
  private static Optional<String> ownName(Path source, Path folder) {
    String unpacked = String.valueOf(folder.getFileName());
    return Files.isDirectory(source) || !unpacked.equals("unpacked")
        ? Optional.empty()
        : Optional.of(nameOf(source));
  }

  /**
   * @param deep 1, and one more for each package that it is within
   */
  private static ModelImport assemble(GivenModel given, Path parent, Path scratch, int deep)
      throws IOException {
    if (!ModelId.isName(given.name())) {
      throw BadInputException.of(
          "model-name-invalid",
          "Required a model name of letters, digits, dots, hyphens and underscores; found \""
              + given.name()
              + "\".",
          "Give another with --name.");
    }
    Path target = parent.resolve(given.name());
    if (Files.exists(target)) {
      throw BadInputException.of(
          "model-exists",
          "Required a place for the package; found something at " + target + " already.",
          "Give another folder with -o, or another name with --name.");
    }
    List<String> notes = new ArrayList<>(given.notes());
    Path made = Files.createTempDirectory(scratch, "made");
    Path folder = write(given, made, notes);
    for (Path file : given.further()) {
      Files.copy(file, folder.resolve(file.getFileName().toString()));
    }
    if (given.conditioning().isPresent()) {
      Files.writeString(
          folder.resolve("conditioning.json"),
          StrictJson.pretty(given.conditioning().get()) + "\n");
    }
    for (Path inner : given.within()) {
      if (deep == Cascade.LONGEST) {
        throw BadInputException.of(
            "cascade-too-long",
            "At most "
                + Cascade.LONGEST
                + " packages lie within each other; "
                + given.name()
                + " has more.",
            "Check that no two models name each other in object_detection_path.");
      }
      ModelImport within =
          assemble(PackageFolder.read(inner, Optional.empty()), folder, scratch, deep + 1);
      within.notes().forEach(note -> notes.add(within.model().name() + ": " + note));
    }
    Files.createDirectories(parent);
    move(folder, target);
    return new ModelImport(ModelPackage.open(target, given.name()), given.kind(), notes);
  }

  private static Path write(GivenModel given, Path made, List<String> notes) throws IOException {
    NetworkCheck check = new NetworkCheck(given.config());
    Optional<byte[]> onnx = Optional.empty();
    if (given.onnx().isPresent()) {
      byte[] bytes = Files.readAllBytes(given.onnx().get());
      onnx = Optional.of(given.ending().map(ending -> ending.behind(bytes)).orElse(bytes));
    }
    Optional<Tensor> said = onnx.map(check::require);
    Optional<Path> weights = given.safetensors().or(given::torch);
    Provenance provenance = given.provenance().orElseGet(() -> unknown(given));
    if (weights.isPresent() && given.ending().isEmpty()) {
      try {
        Weights read = WeightFile.read(weights.get());
        Config config =
            given.provenance().isPresent()
                ? given.config()
                : WeightConversion.corrected(given.config(), read, notes);
        Architecture architecture = Network.of(config, read);
        String where = weights.get().getFileName().toString();
        Weights fitting = WeightFile.fitting(architecture, read, where);
        ModelPackage model =
            ModelPackage.write(made, given.name(), config, architecture, fitting, provenance);
        Tensor ours = check.require(Files.readAllBytes(model.onnx()));
        said.ifPresent(
            theirs -> NetworkCheck.requireEqual(ours, theirs, where, given.name() + ".onnx"));
        return model.folder();
      } catch (BadInputException e) {
        boolean other = e.problem().code().equals("model-weights");
        if (onnx.isEmpty() || !other) {
          throw e;
        }
        // Such a network is not among ours; what ONNX Runtime runs is all that is needed.
        notes.add(e.problem().what() + " The package holds the network as ONNX only.");
      }
    }
    if (onnx.isEmpty()) {
      throw ModelArchive.noModel("no network that can be run");
    }
    Path folder = made.resolve(given.name());
    remove(folder);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(given.name() + ".json"), StrictJson.pretty(given.config().toJson()) + "\n");
    Files.write(folder.resolve(given.name() + ".onnx"), onnx.get());
    Files.writeString(
        folder.resolve("provenance.json"), StrictJson.pretty(StrictJson.write(provenance)) + "\n");
    return folder;
  }

  /** What the configuration tells where nobody wrote down more. */
  private static Provenance unknown(GivenModel given) {
    List<Provenance.SeenFile> seen =
        given.config().trainingSha256().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(file -> new Provenance.SeenFile(base(file.getKey()), file.getValue()))
            .toList();
    return new Provenance(
        "imported",
        "unknown",
        Map.of(),
        "unknown",
        given.config().randomSeed(),
        0,
        0,
        seen,
        List.of(),
        List.of(),
        Map.of());
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to);
    } catch (IOException e) { // another disk
      try (Stream<Path> all = Files.walk(from)) {
        for (Path path : all.toList()) {
          Files.copy(path, to.resolve(from.relativize(path)));
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
