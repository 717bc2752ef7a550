package scanmill.volumes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The file or pair of files that a path stands for: {@code a.img} and {@code a.hdr} mean each
 * other, compressed or not.
 *
 * @param voxels the second file of a pair; absent where there is none
 */
record NiftiFiles(Path header, Optional<Path> voxels) {

  /** What is there to be read. */
  static NiftiFiles of(Path path) {
    NiftiFiles exact = toWrite(path);
    return exact.voxels.isEmpty()
        ? exact
        : new NiftiFiles(existing(exact.header), exact.voxels.map(NiftiFiles::existing));
  }

  /** Both as compressed as {@code path} says. */
  static NiftiFiles toWrite(Path path) {
    String name = fileName(path);
    String lower = name.toLowerCase(Locale.ROOT);
    String gz = lower.endsWith(".gz") ? name.substring(name.length() - 3) : "";
    String stem = name.substring(0, name.length() - gz.length());
    if (!lower.endsWith(".hdr" + gz) && !lower.endsWith(".img" + gz)) {
      return new NiftiFiles(path, Optional.empty());
    }
    String base = stem.substring(0, stem.length() - 4);
    boolean upper = stem.endsWith("HDR") || stem.endsWith("IMG");
    Path header = path.resolveSibling(base + (upper ? ".HDR" : ".hdr") + gz);
    Path voxels = path.resolveSibling(base + (upper ? ".IMG" : ".img") + gz);
    return new NiftiFiles(header, Optional.of(voxels));
  }

  /** The file itself, or if it is not there, the same one compressed the other way. */
  private static Path existing(Path file) {
    String name = fileName(file);
    Path other =
        file.resolveSibling(
            Nifti.compressed(name) ? name.substring(0, name.length() - 3) : name + ".gz");
    return Files.exists(file) || !Files.exists(other) ? file : other;
  }

  /** What messages call it. */
  String name() {
    return fileName(header);
  }

  static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
