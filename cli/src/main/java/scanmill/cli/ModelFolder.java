package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** A model package that lies in a folder here, on its way to the platform. */
final class ModelFolder {
  private static final int DEEPEST = 6;

  private ModelFolder() {}

  /**
   * Hands the package over.
   *
   * @return {@code name@digest}
   * @throws BadInputException ({@code model-folder}) if the folder holds no package
   */
  static String register(Gateway gateway, Path folder) {
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    if (!Files.isRegularFile(folder.resolve(name + ".json"))) {
      throw BadInputException.of(
          "model-folder",
          "Required a model package with "
              + name
              + ".json in it, as folder and files share one name; found none at "
              + folder
              + ".",
          "Name the folder that training made.");
    }
    Path zip = temporary();
    try {
      pack(folder, zip);
      JsonNode model = gateway.send("PUT", "api/models/" + Gateway.encode(name), zip);
      return model.path("name").asText() + "@" + model.path("digest").asText();
    } catch (IOException e) {
      throw unreadable(folder, e);
    } finally {
      try {
        Files.deleteIfExists(zip);
      } catch (IOException e) {
        zip.toFile().deleteOnExit();
      }
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("scanmill-model", ".zip");
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "disk-full",
              "Could not make a temporary file: " + e.getMessage() + ".",
              "Make room in the folder for temporary files."),
          e);
    }
  }

  private static void pack(Path folder, Path zip) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.walk(folder, DEEPEST)) {
      files =
          list.filter(Files::isRegularFile)
              .filter(file -> !hidden(folder.relativize(file)))
              .sorted()
              .toList();
    }
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.setLevel(Deflater.BEST_SPEED);
      for (Path file : files) {
        packed.putNextEntry(new ZipEntry(name(folder.relativize(file))));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }

  private static boolean hidden(Path inside) {
    return StreamSupport.stream(inside.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  private static String name(Path inside) {
    return inside.toString().replace(File.separatorChar, '/');
  }

  private static BadInputException unreadable(Path folder, IOException e) {
    return new BadInputException(
        new Problem(
            "model-folder",
            "Required a model package whose files can be read; found one that cannot at "
                + folder
                + ".",
            "Check the permissions."),
        e);
  }
}
