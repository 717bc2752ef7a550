package scanmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** Scans on this person's disk: files as named, and the NIfTI files or pictures of folders. */
final class ScanFiles {
  private ScanFiles() {}

  /**
   * @throws BadInputException if one is not there, neither NIfTI nor a picture, or two have the
   *     same name
   */
  static List<Path> of(List<Path> named) {
    List<Path> scans = new ArrayList<>();
    for (Path path : named) {
      if (Files.isDirectory(path)) {
        scans.addAll(inFolder(path));
      } else if (!Files.isReadable(path)) {
        throw BadInputException.of(
            "scan-missing",
            "Required a scan that can be read; found none at " + path + ".",
            "Check the path given with -i.");
      } else if (!FileStem.isImage(path)) {
        throw BadInputException.of(
            "scan-no-image",
            "Required scans named .nii or .nii.gz, or pictures named .png, .jpg or .tif; found "
                + path.getFileName()
                + ".",
            "Convert it to one of these first.");
      } else {
        scans.add(path);
      }
    }
    Map<String, Path> stems = new LinkedHashMap<>();
    for (Path scan : scans) {
      Path other = stems.put(stem(scan), scan);
      if (other != null) {
        throw BadInputException.of(
            "scan-name-twice",
            "Required scans of different names; found " + other + " and " + scan + ".",
            "Segment them in two calls with different -o, or rename one.");
      }
    }
    return scans;
  }

  /** The file's name without its extension. */
  static String stem(Path scan) {
    return FileStem.of(scan).text();
  }

  private static boolean isNifti(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".nii") || name.endsWith(".nii.gz");
  }

  private static List<Path> inFolder(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> images =
          walk.filter(Files::isRegularFile)
              .filter(FileStem::isImage)
              .filter(file -> !folder.relativize(file).toString().contains("derivatives"))
              .sorted()
              .toList();
      // Beside scans, pictures are there to be looked at.
      List<Path> scans = images.stream().filter(ScanFiles::isNifti).toList();
      List<Path> found = scans.isEmpty() ? images : scans;
      if (found.isEmpty()) {
        throw BadInputException.of(
            "scan-missing",
            "Required at least one .nii or .nii.gz file, or picture; found none in " + folder + ".",
            "Check the folder given with -i.");
      }
      return found;
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "scan-missing",
              "Required a folder that can be read; found none at " + folder + ".",
              "Check the permissions."),
          e);
    }
  }
}
