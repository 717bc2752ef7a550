package scanmill.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** A zip with the files of a model, which may have been made to do harm. */
final class ModelArchive {
  static final int MOST_FILES = 500;
  private static final long MOST_BYTES = 8L << 30;

  /** Weights hardly shrink; text does, and there is little of it. */
  private static final int MOST_GROWTH = 100;

  private static final long FREE_BYTES = 16L << 20;

  private ModelArchive() {}

  /** Whether a file begins as zip archives do. */
  static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3;
    }
  }

  /**
   * Unpacks into an empty folder.
   *
   * @return the folder, or the one folder in it if there is nothing beside that
   * @throws BadInputException {@code model-archive} if it is broken, climbs out of the folder, or
   *     is made to fill the disk
   */
  static Path unpack(Path zip, Path into) throws IOException {
    long left = Math.min(MOST_BYTES, FREE_BYTES + MOST_GROWTH * Files.size(zip));
    Set<String> seen = new HashSet<>();
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream packed = new ZipInputStream(file)) {
      for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
        Path target = target(into, entry.getName());
        if (!seen.add(target.toString().toLowerCase(Locale.ROOT)) || seen.size() > MOST_FILES) {
          throw refused(
              seen.size() > MOST_FILES
                  ? "more than " + MOST_FILES + " files"
                  : "two files of one name");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(parent(target, into));
        left -= copy(packed, target, left);
      }
    } catch (ZipException e) {
      throw new BadInputException(refused("a broken one").problem(), e);
    }
    if (seen.isEmpty()) {
      throw refused("no file in it");
    }
    return descend(into);
  }

  private static Path parent(Path target, Path otherwise) {
    Path parent = target.getParent();
    return parent == null ? otherwise : parent;
  }

  private static Path target(Path into, String name) {
    boolean plain =
        !name.isEmpty()
            && name.length() <= 250
            && !name.startsWith("/")
            && name.matches("[A-Za-z0-9 ._/()+-]+")
            && Stream.of(name.split("/")).noneMatch(part -> part.equals("..") || part.equals("."));
    Path target = plain ? into.resolve(name).normalize() : into;
    if (!plain || !target.startsWith(into) || target.equals(into)) {
      throw refused("a file name that leads out of its folder or holds strange characters");
    }
    return target;
  }

  private static long copy(InputStream in, Path target, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long copied = 0;
    try (OutputStream out = Files.newOutputStream(target)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        copied += read;
        if (copied > most) {
          throw refused("one that unfolds to far more than it holds");
        }
        out.write(buffer, 0, read);
      }
    }
    return copied;
  }

  /** Macs add a folder of their own, which is nobody's. */
  private static Path descend(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> !file.getFileName().toString().matches("__MACOSX|\\..*")).toList();
      return found.size() == 1 && Files.isDirectory(found.get(0)) ? found.get(0) : folder;
    }
  }

  private static BadInputException refused(String found) {
    return BadInputException.of(
        "model-archive",
        "Required a zip with the files of one model; found " + found + ".",
        "Pack the model's folder again, and nothing else.");
  }

  static BadInputException noModel(String found) {
    return new BadInputException(
        new Problem(
            "model-not-recognised",
            "Required a model: a folder or zip of Scanmill, ivadomed or MONAI; found "
                + found
                + ".",
            "Name the folder that holds X.json beside X.onnx or X.pt, or a MONAI bundle with"
                + " configs/metadata.json."));
  }
}
