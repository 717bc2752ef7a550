package scanmill.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import scanmill.models.Provenance;
import scanmill.models.Sha256;

/** Files that a model has seen, as one digest that tells nothing of their names. */
final class FileList {
  private FileList() {}

  /** The first 16 digits of the SHA-256 over the files' digests, sorted, a line each. */
  static String digest(List<Provenance.SeenFile> files) {
    List<String> digests = files.stream().map(Provenance.SeenFile::sha256).sorted().toList();
    String lines = String.join("\n", digests) + "\n";
    return Sha256.of(lines.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
