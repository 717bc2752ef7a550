package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scanmill.specs.StrictJson;

/**
 * One transform: a name of the catalogue of transforms, its arguments, and where and when it is
 * applied.
 *
 * @param args without {@code applied_to}, {@code dataset_type} and {@code probability}; read only
 * @param probability that it is done at all, from 0 to 1; absent for always. Not in ivadomed
 */
public record TransformEntry(
    String name,
    ObjectNode args,
    Set<Target> appliedTo,
    Set<Phase> datasetTypes,
    Optional<Double> probability) {

  /** Transforms that change intensities, which no label has. */
  private static final Set<String> OF_INTENSITIES =
      Set.of(
          "NormalizeInstance",
          "RandomShiftIntensity",
          "AdditiveGaussianNoise",
          "Clahe",
          "HistogramClipping",
          "RandomGamma",
          "RandomBiasField",
          "RandomBlur",
          "NormalizeDataset",
          "RescalePercentiles");

  /** The keys that every transform may have. */
  record Scope(
      Optional<List<Target>> appliedTo,
      Optional<List<Phase>> datasetType,
      Optional<Double> probability) {

    Scope {
      probability.ifPresent(p -> Fraction.require("probability", p));
    }
  }

  public TransformEntry {
    appliedTo = ordered(appliedTo, Target.class);
    datasetTypes = ordered(datasetTypes, Phase.class);
    probability.ifPresent(p -> Fraction.require("probability", p));
  }

  /** The path of the arguments, for messages about them. */
  public String where() {
    return "transformation." + name;
  }

  static TransformEntry of(String name, ObjectNode args, String where) {
    ObjectNode scope = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("applied_to", "dataset_type", "probability")) {
      JsonNode given = args.remove(key);
      if (given != null) {
        scope.set(key, given);
      }
    }
    Scope said = StrictJson.read(scope, Scope.class, where + "." + name);
    return new TransformEntry(
        name,
        args,
        said.appliedTo().<Set<Target>>map(Set::copyOf).orElse(defaultTargets(name)),
        said.datasetType().<Set<Phase>>map(Set::copyOf).orElse(EnumSet.allOf(Phase.class)),
        said.probability());
  }

  private static Set<Target> defaultTargets(String name) {
    if (OF_INTENSITIES.contains(name)) {
      return Set.of(Target.IM);
    }
    return name.equals("DilateGT") ? Set.of(Target.GT) : EnumSet.allOf(Target.class);
  }

  ObjectNode toJson() {
    ObjectNode json = args.deepCopy();
    json.setAll(
        StrictJson.write(
            new Scope(
                Optional.of(List.copyOf(appliedTo)),
                Optional.of(List.copyOf(datasetTypes)),
                probability)));
    return json;
  }

  private static <E extends Enum<E>> Set<E> ordered(Set<E> values, Class<E> type) {
    Set<E> ordered = EnumSet.noneOf(type);
    ordered.addAll(values);
    return Collections.unmodifiableSet(ordered);
  }
}
