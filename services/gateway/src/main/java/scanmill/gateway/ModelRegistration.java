package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import scanmill.engine.OnnxFacts;
import scanmill.events.ModelPublished;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.ids.RunId;
import scanmill.kit.Cause;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.PublishedModels;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * Takes model packages that were made elsewhere, by ivadomed or by another platform: unpacks them
 * on the disk, reads their configuration, publishes them. Safe to use from several threads.
 */
@Singleton
class ModelRegistration {
  /** Begins the name of the run that a registered model is told to be of. */
  static final String RUN_PREFIX = "registered-";

  private static final int MOST_FILES = 64;

  /** Folders are of packages that find for this one; no part of a name begins with a dot. */
  private static final Pattern FILE =
      Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]{0,149}/){0,4}[A-Za-z0-9][A-Za-z0-9._-]{0,149}");

  private final ObjectStore store;
  private final Outbox outbox;
  private final long most;

  @Inject
  ModelRegistration(ObjectStore store, Outbox outbox, GatewaySettings settings) {
    this.store = store;
    this.outbox = outbox;
    this.most = settings.mostUploadBytes();
  }

  /**
   * Publishes a package. The same package again is the same version.
   *
   * @param name of the model
   * @param zip of the package's files, with folders of packages that find for it alone
   * @throws BadInputException if it is no package, or its configuration none
   */
  ModelRef register(String name, InputStream zip) {
    require(name);
    Path folder = temporary();
    try {
      Path unpacked = Files.createDirectory(folder.resolve(name));
      unpack(zip, unpacked);
      ModelPackage model = ModelPackage.open(unpacked);
      OnnxFacts.read(unpacked.resolve(name + ".onnx")).requireKnownOperators();
      return publish(model);
    } catch (IOException e) {
      throw new UncheckedIOException("A model package could not be kept on disk", e);
    } finally {
      remove(folder);
    }
  }

  /**
   * The latest version of a model of this name, if it can be one.
   *
   * @throws BadInputException {@code model-name-invalid}
   */
  static ModelId require(String name) {
    if (!ModelId.isName(name)) {
      throw BadInputException.of(
          "model-name-invalid",
          "Required a model name of letters, digits, dots, hyphens and underscores; found another.",
          "Rename the model and its files.");
    }
    return ModelId.latest(name);
  }

  private ModelRef publish(ModelPackage model) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : model.files()) {
      files.put(model.folder().relativize(file).toString(), file);
    }
    PublishedModels.Published published =
        new PublishedModels(store).publish(model.name(), model.digest(), files);
    ModelRef version = published.model();
    outbox.tell(
        new ModelPublished(
            new RunId(RUN_PREFIX + version.digest().substring(0, 12)),
            version,
            published.files(),
            Map.of()),
        Cause.of("registration\n" + version.name() + "\n" + version.digest()).by("gateway"));
    return version;
  }

  private static boolean isWithinAFile(Path file, Path folder) {
    for (Path above = file.resolveSibling("").normalize();
        !above.equals(folder) && above.startsWith(folder);
        above = above.resolveSibling("").normalize()) {
      if (Files.isRegularFile(above)) {
        return true;
      }
    }
    return false;
  }

  private void unpack(InputStream zip, Path folder) throws IOException {
    long left = most;
    int files = 0;
    try {
      ZipInputStream packed = new ZipInputStream(new BoundedStream(zip, most));
      for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
        if (entry.isDirectory() || !FILE.matcher(entry.getName()).matches()) {
          throw noPackage("an entry that is no plain file");
        }
        if (++files > MOST_FILES) {
          throw noPackage("more than " + MOST_FILES + " files");
        }
        Path file = folder.resolve(entry.getName());
        if (Files.exists(file) || isWithinAFile(file, folder)) {
          throw noPackage("two files of one name");
        }
        Files.createDirectories(file.resolveSibling("."));
        left -= Files.copy(new BoundedStream(packed, left), file);
      }
    } catch (ZipException e) {
      throw new BadInputException(noPackage("a broken one").problem(), e);
    }
    if (files == 0) {
      throw noPackage("something else");
    }
  }

  private static BadInputException noPackage(String found) {
    return new BadInputException(
        new Problem(
            "model-package-invalid",
            "Required a zip with the files of one model package; found " + found + ".",
            "Pack the files of the folder that training made, without the folder."));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("scanmill-model");
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary folder could not be made", e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> paths = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      folder.toFile().deleteOnExit(); // It stays for the operating system to clear.
    }
  }
}
