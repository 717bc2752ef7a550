package scanmill.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scanmill.ids.ScanId;
import scanmill.problems.Problem;
import scanmill.volumes.PixelSize;

/**
 * The key of something dropped, and what can be told from it without reading the object.
 *
 * @param key in full, beginning with {@link #INCOMING}
 */
record DropName(String key) {
  /** Where people drop. */
  static final String INCOMING = "incoming/";

  static final String DONE = ".DONE.json";
  static final String FAILED = ".FAILED.json";

  private static final int LONGEST_KEY = 1024;
  private static final int LONGEST_SEGMENT = 255;

  /** What BIDS puts beside scans: read with them or not at all, and nobody expects a result. */
  private static final Pattern COMPANION =
      Pattern.compile(
          "(dataset_description|participants|samples|sessions)\\.(json|tsv)"
              + "|(README|CHANGES|LICENSE)(\\.[a-z]+)?"
              + "|\\.bidsignore|\\.DS_Store"
              + "|sub-.*\\.(tsv|bval|bvec)"
              + "|.*\\.json");

  private static final Pattern EXTENSION =
      Pattern.compile(".*?(\\.nii(\\.gz)?|\\.png|\\.jpe?g|(\\.ome)?\\.tiff?)");

  /** What kind of thing lies under this key. */
  enum Kind {
    /** Named like a scan. */
    SCAN,
    /** Named like nothing that can be segmented. */
    UNSUPPORTED,
    /** A key that no note and no log can carry. */
    UNUSABLE,
    /**
     * Not a drop: our own notes, folders, the store's scratch files, what BIDS puts beside scans.
     */
    NOT_A_DROP
  }

  Kind kind() {
    if (!key.startsWith(INCOMING) || key.endsWith("/")) {
      return Kind.NOT_A_DROP;
    }
    String name = fileName();
    if (key.startsWith(".s3proxy-")
        || name.startsWith(".s3proxy-")
        || key.endsWith(DONE)
        || key.endsWith(FAILED)
        || ("/" + folder() + "/").contains("/derivatives/")
        || COMPANION.matcher(name).matches()) {
      return Kind.NOT_A_DROP;
    }
    if (keyProblem().isPresent()) {
      return Kind.UNUSABLE;
    }
    return extension().isPresent() ? Kind.SCAN : Kind.UNSUPPORTED;
  }

  /** Why nothing can be written beside the drop, if nothing can. */
  Optional<Problem> keyProblem() {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes + FAILED.length() > LONGEST_KEY) {
      return Optional.of(
          new Problem(
              "key-too-long",
              "The key of the upload has "
                  + bytes
                  + " bytes; at most "
                  + (LONGEST_KEY - FAILED.length())
                  + " leave room for the note beside it.",
              "Drop the scan under a shorter name."));
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty()
          || segment.indexOf('\\') >= 0
          || segment.equals(".")
          || segment.equals("..")) {
        return Optional.of(unusable("an empty folder name, a backslash, \".\" or \"..\"", bytes));
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length + FAILED.length() > LONGEST_SEGMENT) {
        return Optional.of(
            new Problem(
                "key-too-long",
                "One folder or file name of the upload is longer than "
                    + (LONGEST_SEGMENT - FAILED.length())
                    + " bytes.",
                "Drop the scan under a shorter name."));
      }
    }
    if (key.codePoints().anyMatch(DropName::invisible)) {
      return Optional.of(unusable("control or invisible characters", bytes));
    }
    return Optional.empty();
  }

  private static Problem unusable(String found, int bytes) {
    return new Problem(
        "key-unusable",
        "The key of the upload (" + bytes + " bytes) holds " + found + ".",
        "Drop the scan under a plain name: letters, digits, blanks, dots, hyphens, underscores.");
  }

  private static boolean invisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> codePoint == 0xFFFD;
    };
  }

  /** {@code .nii.gz}, {@code .nii} or that of a picture if the name ends so, in any case. */
  Optional<String> extension() {
    Matcher matcher = EXTENSION.matcher(key.toLowerCase(Locale.ROOT));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether it claims to be a picture, the size of whose pixels a JSON file beside it may tell. */
  boolean picture() {
    return extension().filter(ending -> !ending.startsWith(".nii")).isPresent();
  }

  /** The keys that this JSON file may have, the nearest first. */
  List<String> sidecars() {
    return PixelSize.sidecars(key);
  }

  /** The scan this is, where the file name is a BIDS name. */
  Optional<ScanId> scan() {
    String name = fileName();
    return extension()
        .flatMap(extension -> ScanId.parse(name.substring(0, name.length() - extension.length())));
  }

  /** Folders between {@code incoming/} and the file name, without slashes at the ends. */
  String folder() {
    int slash = key.lastIndexOf('/');
    return slash < INCOMING.length() ? "" : key.substring(INCOMING.length(), slash);
  }

  /** The first folder below {@code incoming/}, if there is one. */
  Optional<String> firstFolder() {
    String folder = folder();
    int slash = folder.indexOf('/');
    String first = slash < 0 ? folder : folder.substring(0, slash);
    return first.isEmpty() ? Optional.empty() : Optional.of(first);
  }

  String doneNote() {
    return key + DONE;
  }

  String failedNote() {
    return key + FAILED;
  }

  private String fileName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
