package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import scanmill.configuration.Config;
import scanmill.configuration.FilmedUnet;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;
import scanmill.specs.StrictJson;

/**
 * What is known about a scan beside its voxels, as numbers for a network that is modulated by them
 * (Perez et al., "FiLM", AAAI 2018; Lemay et al., "Benefits of linear conditioning with metadata
 * for image segmentation", MIDL 2021): for each part a 1 at the scan's category and 0 elsewhere.
 *
 * <p>Fitted to the scans of training and kept with the model, so that a category has the same place
 * ever after. What a part does not know is 0 everywhere.
 *
 * @param metadata {@code contrasts}, {@code mri_params} or a column
 * @param parts one, or four for {@code mri_params}
 */
public record Conditioning(String metadata, List<ConditioningPart> parts) {
  /** What its file is called in a model package. */
  public static final String FILE = "conditioning.json";

  private static final String CONTRASTS = "contrasts";
  private static final String MRI = "mri_params";
  private static final int MOST_CATEGORIES = 1000;

  public Conditioning {
    parts = List.copyOf(parts);
    if (parts.stream().mapToInt(ConditioningPart::length).sum() == 0) {
      throw new IllegalArgumentException("Conditioning needs at least one category");
    }
  }

  /**
   * What a configuration conditions its network by; empty if by nothing.
   *
   * @throws BadInputException as {@link #fit(String, List, List)}
   */
  public static Optional<Conditioning> of(Config config, List<BidsScan> training) {
    return config
        .filmedUnet()
        .filter(FilmedUnet::applied)
        .map(film -> fit(film.metadata(), training, config.loaderParameters().contrasts()));
  }

  /** {@link #fit(String, List, List)} where contrasts are told apart by their suffix alone. */
  public static Conditioning fit(String metadata, List<BidsScan> training) {
    return fit(metadata, training, List.of());
  }

  /**
   * Finds the categories of training.
   *
   * @param metadata {@code FiLMedUnet.metadata}
   * @param contrasts names that {@code contrasts} tells apart, {@code acq-MTon_MTS} among them; a
   *     scan with none of them counts by its suffix
   * @throws BadInputException {@code conditioning-unknown-column} if no scan has the metadata,
   *     {@code conditioning-too-many} if it has more than 1,000 different values
   */
  public static Conditioning fit(String metadata, List<BidsScan> training, List<String> contrasts) {
    List<ConditioningPart> parts = new ArrayList<>();
    if (metadata.equals(CONTRASTS)) {
      Set<String> found = new TreeSet<>();
      for (BidsScan scan : training) {
        found.add(
            ConditioningPart.longest(scan.id(), contrasts).orElse(scan.id().contrast().suffix()));
      }
      parts.add(new ConditioningPart(CONTRASTS, Optional.empty(), List.copyOf(found)));
    } else if (metadata.equals(MRI)) {
      for (MriParameter parameter : MriParameter.values()) {
        parts.add(clustered(parameter, training));
      }
      parts.add(Manufacturer.part(training));
    } else {
      parts.add(new ConditioningPart(metadata, Optional.empty(), distinct(metadata, training)));
    }
    int length = parts.stream().mapToInt(ConditioningPart::length).sum();
    if (length == 0) {
      throw unknown(metadata, training);
    }
    if (length > MOST_CATEGORIES) {
      throw BadInputException.of(
          "conditioning-too-many",
          "FiLMedUnet.metadata: required a column with at most "
              + MOST_CATEGORIES
              + " different values; found "
              + length
              + " in "
              + metadata
              + ".",
          "Name a column of categories.");
    }
    return new Conditioning(metadata, parts);
  }

  /** Sorted; {@code 3} and {@code 3.0} are one. */
  private static List<String> distinct(String column, List<BidsScan> training) {
    Set<String> found = new LinkedHashSet<>();
    training.forEach(
        scan -> Optional.ofNullable(scan.metadata().get(column)).ifPresent(found::add));
    List<String> distinct = new ArrayList<>();
    for (String value : Values.sorted(List.copyOf(found))) {
      if (distinct.isEmpty() || !Values.equal(distinct.get(distinct.size() - 1), value)) {
        distinct.add(value);
      }
    }
    return distinct;
  }

  private static ConditioningPart clustered(MriParameter parameter, List<BidsScan> training) {
    double[] values =
        training.stream()
            .map(scan -> Optional.ofNullable(scan.metadata().get(parameter.column())))
            .flatMap(Optional::stream)
            .flatMap(text -> MriParameter.number(text).stream())
            .mapToDouble(value -> value)
            .toArray();
    List<Double> edges = parameter.edges(values);
    Set<Integer> bins = new TreeSet<>();
    for (double value : values) {
      bins.add(ConditioningPart.bin(edges, value));
    }
    return new ConditioningPart(
        parameter.column(), Optional.of(edges), bins.stream().map(String::valueOf).toList());
  }

  private static BadInputException unknown(String metadata, List<BidsScan> training) {
    Set<String> known = new TreeSet<>();
    training.forEach(scan -> known.addAll(scan.metadata().keySet()));
    List<String> words = new ArrayList<>(known);
    words.add(CONTRASTS);
    words.add(MRI);
    return BadInputException.of(
        "conditioning-unknown-column",
        "FiLMedUnet.metadata: required contrasts, mri_params or a column of the metadata; found \""
            + metadata
            + "\", of which none of "
            + training.size()
            + " scans for training has a value.",
        DidYouMean.nearest(metadata, words)
                .filter(nearest -> !nearest.equals(metadata))
                .map(nearest -> "Did you mean \"" + nearest + "\"? ")
                .orElse("")
            + "Known: "
            + String.join(", ", known.stream().limit(40).toList())
            + ".");
  }

  /** How many numbers describe a scan. */
  public int length() {
    return parts.stream().mapToInt(ConditioningPart::length).sum();
  }

  /** The numbers of a scan. */
  public float[] vector(BidsScan scan) {
    return vector(scan.id(), scan.metadata());
  }

  /**
   * The numbers of a scan of which there is no more than a name and what is written about it.
   *
   * @param metadata column to value
   */
  public float[] vector(ScanId id, Map<String, String> metadata) {
    float[] vector = new float[length()];
    int from = 0;
    for (ConditioningPart part : parts) {
      int start = from;
      part.place(id, metadata).ifPresent(place -> vector[start + place] = 1);
      from += part.length();
    }
    return vector;
  }

  /** {@link #vector(BidsScan)} as a list. */
  public List<Double> conditions(BidsScan scan) {
    List<Double> conditions = new ArrayList<>();
    for (float value : vector(scan)) {
      conditions.add((double) value);
    }
    return conditions;
  }

  /** One sentence for each thing that is not known of these scans, with how many they are. */
  public List<String> warnings(List<BidsScan> scans) {
    Missing missing = new Missing();
    for (BidsScan scan : scans) {
      for (ConditioningPart part : parts) {
        part.complaint(scan.id(), scan.metadata())
            .ifPresent(complaint -> missing.add(complaint, scan.filename()));
      }
    }
    return missing.sentences();
  }

  /**
   * The one that was packaged with a model, if its network is conditioned at all.
   *
   * @param folder of the package
   * @throws BadInputException as {@link #fromJson}
   */
  public static Optional<Conditioning> ofPackage(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file)
        ? Optional.of(fromJson(StrictJson.parse(Files.readString(file), FILE), FILE))
        : Optional.empty();
  }

  /** What {@link #fromJson} reads. */
  public ObjectNode toJson() {
    return StrictJson.write(this);
  }

  /**
   * @param where begins the messages of what is thrown
   * @throws BadInputException {@code config-unknown-key}, {@code config-wrong-type}, {@code
   *     config-missing-key}, {@code config-invalid-value}
   */
  public static Conditioning fromJson(JsonNode json, String where) {
    return StrictJson.read(json, Conditioning.class, where);
  }
}
