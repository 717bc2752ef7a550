package scanmill.datasets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.volumes.PixelSize;

/**
 * What a scan is made from: the role and the content of each of its files, whatever they are
 * called.
 *
 * @param roles {@code image <channel> <identity>}, {@code truth <rater> <class> <identity>}, {@code
 *     region <identity>}, and what else decides what is read; {@code -} where a file is missing
 */
public record Source(List<String> roles) {
  /** The part of a scan that is looked at, among its metadata. */
  static final String BOX = "DetectionBox";

  /** Metadata that images without a header of their own are read with, and what is cut out. */
  private static final List<String> DECISIVE = List.of(PixelSize.KEY, PixelSize.UNITS_KEY, BOX);

  public Source {
    roles = List.copyOf(roles);
  }

  /** Asks for the identity of every file. */
  public static Source of(BidsScan scan, SourceFiles files) throws IOException {
    List<String> roles = new ArrayList<>();
    for (int c = 0; c < scan.channels().size(); c++) {
      roles.add("image " + c + " " + identity(scan.channels().get(c), files));
    }
    for (int r = 0; r < scan.truths().size(); r++) {
      for (int c = 0; c < scan.truths().get(r).size(); c++) {
        roles.add("truth " + r + " " + c + " " + identity(scan.truths().get(r).get(c), files));
      }
    }
    if (scan.roi().isPresent()) {
      roles.add("region " + identity(scan.roi(), files));
    }
    for (String key : DECISIVE) {
      if (scan.metadata().containsKey(key)) {
        roles.add(key + " " + scan.metadata().get(key));
      }
    }
    return new Source(roles);
  }

  private static String identity(Optional<Path> file, SourceFiles files) throws IOException {
    return file.isPresent() ? files.identity(file.get()) : "-";
  }

  /** SHA-256 of the roles, 64 hex digits. */
  public String digest() {
    return ContentDigest.of(String.join("\n", roles).getBytes(StandardCharsets.UTF_8));
  }
}
