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

/** Scans on this person's disk: files as named, and the NIfTI files of folders. */
final class ScanFiles {
  private ScanFiles() {}

  /**
   * @throws BadInputException if one is not there, no NIfTI file, or two have the same name
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
      } else if (!isNifti(path)) {
        throw BadInputException.of(
            "scan-no-nifti",
            "Required scans named .nii or .nii.gz; found " + path.getFileName() + ".",
            "Convert it to NIfTI first.");
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

  /** The file's name without {@code .nii} or {@code .nii.gz}. */
  static String stem(Path scan) {
    return scan.getFileName().toString().replaceFirst("(?i)\\.nii(\\.gz)?$", "");
  }

  private static boolean isNifti(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".nii") || name.endsWith(".nii.gz");
  }

  private static List<Path> inFolder(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> found =
          walk.filter(Files::isRegularFile)
              .filter(ScanFiles::isNifti)
              .filter(file -> !folder.relativize(file).toString().contains("derivatives"))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw BadInputException.of(
            "scan-missing",
            "Required at least one .nii or .nii.gz file; found none in " + folder + ".",
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
