package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.pickles.SplitPickle;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** A split that was made before, as JSON, or as ivadomed keeps it. */
final class SplitFile {

  private record Names(List<String> train, List<String> valid, List<String> test) {}

  private SplitFile() {}

  static Split read(Path file, List<BidsScan> scans) {
    try {
      if (BidsFile.name(file).endsWith(".joblib")) {
        Map<String, List<String>> parts = SplitPickle.read(file);
        return of(
            new Names(part(parts, "train"), part(parts, "valid"), part(parts, "test")),
            scans,
            file.toString());
      }
      return of(
          StrictJson.parse(Files.readAllBytes(file), file.toString()), scans, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }

  private static List<String> part(Map<String, List<String>> parts, String name) {
    return Optional.ofNullable(parts.get(name)).orElseThrow();
  }

  static Split of(JsonNode json, List<BidsScan> scans, String where) {
    return of(StrictJson.read(json, Names.class, where), scans, where);
  }

  private static Split of(Names names, List<BidsScan> scans, String where) {
    Missing missing = new Missing();
    List<BidsScan> training = find(names.train(), scans, missing);
    List<BidsScan> validation = find(names.valid(), scans, missing);
    List<BidsScan> test = find(names.test(), scans, missing);
    requireApart(training, validation, test, where);
    return new Split(training, validation, test, missing.sentences());
  }

  private static List<BidsScan> find(List<String> names, List<BidsScan> scans, Missing missing) {
    Map<String, List<BidsScan>> known = new HashMap<>();
    for (BidsScan scan : scans) {
      scan.channels().stream()
          .flatMap(Optional::stream)
          .map(BidsFile::name)
          .forEach(name -> known.computeIfAbsent(name, any -> new ArrayList<>()).add(scan));
      known.computeIfAbsent(scan.id().subject().toString(), any -> new ArrayList<>()).add(scan);
    }
    List<BidsScan> found = new ArrayList<>();
    Set<BidsScan> seen = new HashSet<>();
    for (String name : names) {
      List<BidsScan> of = known.getOrDefault(name, List.of());
      if (of.isEmpty()) {
        missing.add("In the split file but not in the dataset", name);
      }
      of.stream().filter(seen::add).forEach(found::add);
    }
    return found;
  }

  private static void requireApart(
      List<BidsScan> training, List<BidsScan> validation, List<BidsScan> test, String where) {
    Set<BidsScan> seen = new HashSet<>();
    for (List<BidsScan> part : List.of(training, validation, test)) {
      for (BidsScan scan : part) {
        if (!seen.add(scan)) {
          throw BadInputException.of(
              "split-file-overlaps",
              where + ": required each scan in one part; found " + scan.id() + " in two.",
              "Take it out of one of train, valid and test.");
        }
      }
    }
  }
}
