package scanmill.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which scan: subject, session and contrast, and the other BIDS entities ({@code acq}, {@code run},
 * {@code sample}, …) that keep two scans of one session apart.
 *
 * <p>Its text is the BIDS name without extension, {@code sub-01_ses-02_acq-hires_T2w}: the Kafka
 * key of everything that happens to the scan, and the stem of every file made from it. {@link
 * #parse} reads it back.
 *
 * @param entities key to label, in the order of the name; neither {@code sub} nor {@code ses}
 */
public record ScanId(
    Subject subject, Optional<Session> session, Map<String, String> entities, Contrast contrast) {
  private static final Pattern EXTENSION =
      Pattern.compile("(?i)\\.(nii(\\.gz)?|png|jpe?g|(ome\\.)?tiff?)$");

  public ScanId {
    entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
    entities.forEach(
        (key, label) -> {
          Labels.require("entity key", key);
          Labels.require("entity", label);
          if (key.equals("sub") || key.equals("ses")) {
            throw new IllegalArgumentException("sub and ses have their own place in a ScanId");
          }
        });
  }

  /** A scan that needs no more than its subject and contrast to be told apart. */
  public static ScanId of(String subject, String contrast) {
    return new ScanId(new Subject(subject), Optional.empty(), Map.of(), new Contrast(contrast));
  }

  /**
   * Reads a BIDS name such as {@code sub-01_ses-02_run-1_T2w}, without folder and extension.
   *
   * @return empty if it is not one
   */
  public static Optional<ScanId> parse(String stem) {
    String[] parts = stem.split("_", -1);
    if (parts.length < 2
        || !parts[0].startsWith("sub-")
        || !Labels.isLabel(parts[0].substring(4))) {
      return Optional.empty();
    }
    Optional<Session> session = Optional.empty();
    Map<String, String> entities = new LinkedHashMap<>();
    for (int p = 1; p < parts.length - 1; p++) {
      int dash = parts[p].indexOf('-');
      if (dash < 1) {
        return Optional.empty();
      }
      String key = parts[p].substring(0, dash);
      String label = parts[p].substring(dash + 1);
      if (!Labels.isLabel(key) || !Labels.isLabel(label) || key.equals("sub")) {
        return Optional.empty();
      }
      if (key.equals("ses")) {
        if (p != 1) {
          return Optional.empty();
        }
        session = Optional.of(new Session(label));
      } else if (entities.put(key, label) != null) {
        return Optional.empty();
      }
    }
    String suffix = parts[parts.length - 1];
    if (!Labels.isLabel(suffix)) {
      return Optional.empty();
    }
    return Optional.of(
        new ScanId(new Subject(parts[0].substring(4)), session, entities, new Contrast(suffix)));
  }

  /**
   * Reads the BIDS name of a scan's file, which may lie in folders, NIfTI or a picture.
   *
   * @param path with slashes, such as the key of an object
   * @return empty if it is not one
   */
  public static Optional<ScanId> ofFile(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return parse(EXTENSION.matcher(name).replaceFirst(""));
  }

  /**
   * Reads a BIDS name that must be one.
   *
   * @throws IllegalArgumentException if {@link #parse} would be empty
   */
  @JsonCreator
  public static ScanId require(String stem) {
    return parse(stem)
        .orElseThrow(() -> new IllegalArgumentException("Required a BIDS name such as sub-01_T2w"));
  }

  /** The folder of this scan inside a BIDS dataset, {@code sub-01/ses-02/anat}. */
  public String folder() {
    return subject + session.map(s -> "/" + s).orElse("") + "/anat";
  }

  @JsonValue
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(subject.toString());
    session.ifPresent(s -> parts.add(s.toString()));
    entities.forEach((key, label) -> parts.add(key + "-" + label));
    parts.add(contrast.toString());
    return String.join("_", parts);
  }
}
