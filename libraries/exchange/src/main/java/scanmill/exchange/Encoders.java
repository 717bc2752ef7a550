package scanmill.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.FilmedUnet;
import scanmill.pickles.EncoderPickle;

/**
 * Turns what ivadomed knows of conditions, {@code one_hot_encoder.joblib} and {@code
 * metadata_dict.joblib}, into our {@code conditioning.json}: which value has which place.
 */
final class Encoders {
  /** ivadomed's numbers of contrasts. */
  private static final List<String> CONTRASTS =
      List.of("T1w", "T2w", "T2star", "acq-MToff_MTS", "acq-MTon_MTS", "acq-T1w_MTS");

  private Encoders() {}

  /**
   * @param notes where it is said if it could not be done
   * @return empty if there is none, or none that can be told
   */
  static Optional<ObjectNode> conditioning(Path folder, Config config, List<String> notes)
      throws IOException {
    Optional<FilmedUnet> film = config.filmedUnet().filter(FilmedUnet::applied);
    Path encoder = folder.resolve("one_hot_encoder.joblib");
    if (film.isEmpty() || !Files.isRegularFile(encoder)) {
      return Optional.empty();
    }
    String metadata = film.get().metadata();
    List<List<Long>> places = EncoderPickle.categories(encoder);
    Path numbers = folder.resolve("metadata_dict.joblib");
    List<String> categories = new ArrayList<>();
    boolean contrasts = metadata.equals("contrasts");
    if (places.size() == 1 && (contrasts || Files.isRegularFile(numbers))) {
      Map<String, Long> known = contrasts ? Map.of() : EncoderPickle.numbers(numbers);
      for (long number : places.get(0)) {
        (contrasts ? contrast(number) : value(known, number)).ifPresent(categories::add);
      }
    }
    if (categories.isEmpty() || categories.size() != places.get(0).size()) {
      notes.add(
          "one_hot_encoder.joblib does not tell what " + metadata + " means; not carried over.");
      return Optional.empty();
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("metadata", metadata);
    ObjectNode part = json.putArray("parts").addObject().put("column", metadata);
    ArrayNode names = part.putArray("categories");
    categories.forEach(names::add);
    return Optional.of(json);
  }

  private static Optional<String> contrast(long number) {
    return number >= 0 && number < CONTRASTS.size()
        ? Optional.of(CONTRASTS.get((int) number))
        : Optional.empty();
  }

  private static Optional<String> value(Map<String, Long> known, long number) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
