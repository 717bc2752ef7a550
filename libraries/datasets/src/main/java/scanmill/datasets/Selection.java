package scanmill.datasets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.configuration.SubjectSelection;
import scanmill.problems.BadInputException;

/** Draws the subjects that {@code subject_selection} asks for, as Python would. */
final class Selection {
  private Selection() {}

  static List<BidsScan> of(List<BidsScan> scans, SubjectSelection wish, long seed) {
    if (wish.n().isEmpty()) {
      return scans;
    }
    PythonRandom random = new PythonRandom(seed);
    Map<String, List<BidsScan>> byParticipant = new HashMap<>();
    for (BidsScan scan : scans) {
      byParticipant.computeIfAbsent(participant(scan), any -> new ArrayList<>()).add(scan);
    }
    Set<BidsScan> selected = new LinkedHashSet<>();
    for (int n = 0; n < wish.n().size(); n++) {
      String column = wish.metadata().get(n);
      String value = wish.value().get(n);
      List<String> matching = participants(scans, column, value);
      if (matching.size() < wish.n().get(n)) {
        throw BadInputException.of(
            "split-selection",
            "loader_parameters.subject_selection: required "
                + wish.n().get(n)
                + " subjects whose "
                + column
                + " is "
                + value
                + "; found "
                + matching.size()
                + ".",
            "Lower n, or correct metadata and value.");
      }
      for (String participant : random.sample(matching, wish.n().get(n))) {
        selected.addAll(byParticipant.getOrDefault(participant, List.of()));
      }
    }
    return new ArrayList<>(selected);
  }

  private static List<String> participants(List<BidsScan> scans, String column, String value) {
    Set<String> participants = new LinkedHashSet<>();
    for (BidsScan scan : scans) {
      Map<String, String> metadata = scan.metadata();
      boolean fits =
          Optional.ofNullable(metadata.get(column))
              .filter(found -> Values.equal(found, value))
              .isPresent();
      if (fits) {
        participants.add(participant(scan));
      }
    }
    return new ArrayList<>(participants);
  }

  private static String participant(BidsScan scan) {
    return scan.id().subject().toString();
  }
}
