package scanmill.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scanmill.exchange.ModelImport;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** Makes a package of a model that was made elsewhere. */
@Command(
    name = "import",
    description = {
      "Make a package of a model of ivadomed, MONAI or Scanmill, and publish it with --server.",
      "Nothing in it is executed as code. It is run once on a small input before it is believed."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill import t2star_sc",
      "  scanmill import spleen_bundle.zip --name spleen -o models",
      "  scanmill import t2_tumor --server http://hospital.example:8080"
    })
final class ImportCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder or zip: X.json with X.onnx or X.pt, or a MONAI bundle.")
  private Path source = Path.of("");

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the model (default: its).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the package's folder is made (default: here, or nowhere with --server).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      description = "Refuse the model unless its package has this digest, or one that begins so.")
  private Optional<String> digest = Optional.empty();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Publish the package on this platform.")
  private Optional<URI> server = Optional.empty();

  ImportCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try (Scratch scratch = new Scratch()) {
      boolean kept = output.isPresent() || server.isEmpty();
      // Made aside first, so that a package of the wrong digest is left nowhere.
      ModelImport made = ModelImport.of(around.resolve(source), name, scratch.folder());
      String found = made.model().digest();
      requireDigest(found);
      Path folder = made.model().folder();
      if (kept) {
        Path parent = around.resolve(output.orElse(Path.of(".")));
        folder = keep(folder, parent);
        around.out().println("model    " + folder);
      }
      made.notes().forEach(note -> around.err().println("Note: " + note));
      around.out().println("was      " + made.kind());
      around.out().println("version  " + made.model().name() + "@" + found);
      if (server.isPresent()) {
        String version = ModelFolder.register(new Gateway(server.get()), folder);
        around.out().println("published " + version);
      }
      return 0;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void requireDigest(String found) {
    if (digest.isPresent() && !(digest.get().length() >= 8 && found.startsWith(digest.get()))) {
      throw BadInputException.of(
          "model-digest",
          "Required a package of digest " + digest.get() + "; found " + found + ".",
          "Fetch the model again, or check where the digest is from; 8 digits are the least.");
    }
  }

  private static Path keep(Path folder, Path parent) throws IOException {
    Path target = parent.resolve(String.valueOf(folder.getFileName()));
    if (Files.exists(target)) {
      throw BadInputException.of(
          "model-exists",
          "Required a place for the package; found something at " + target + " already.",
          "Give another folder with -o, or another name with --name.");
    }
    Scratch.copy(folder, target);
    return target;
  }

  static BadInputException unreadable(IOException e) {
    return new BadInputException(
        new Problem(
            "file-unreadable",
            "Could not read or write a file of the model: " + e.getMessage() + ".",
            "Check the path, the permissions and the room on the disk."),
        e);
  }
}
