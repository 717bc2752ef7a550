package scanmill.datasets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.MissingChannels;
import scanmill.problems.BadInputException;

/**
 * Puts the contrasts of one scan session together as channels. Sessions, runs, samples and
 * acquisitions stay apart, unless a contrast has been acquired in one way only: then the {@code
 * acq-ax_T2w} of a session belongs to its {@code T1w}.
 */
final class Channels {
  private final List<String> contrasts;
  private final boolean zero;
  private final Missing missing;

  private Channels(LoaderParameters loader, Missing missing) {
    this.contrasts = loader.contrasts();
    this.zero = loader.missingChannels() == MissingChannels.ZERO;
    this.missing = missing;
  }

  /** Groups in the order of their first images; by the configuration also incomplete ones. */
  static List<ImageGroup> group(List<BidsFile> images, LoaderParameters loader, Missing missing) {
    return new Channels(loader, missing).group(images);
  }

  private List<ImageGroup> group(List<BidsFile> images) {
    Map<String, Map<String, BidsFile>> exact = new LinkedHashMap<>();
    for (BidsFile image : images) {
      contrast(image)
          .ifPresent(
              contrast ->
                  exact
                      .computeIfAbsent(without(image, contrast), any -> new LinkedHashMap<>())
                      .put(contrast, image));
    }
    List<ImageGroup> groups = new ArrayList<>();
    loosened(exact)
        .forEach(
            (name, group) -> {
              if (group.size() < contrasts.size()) {
                missing.add(
                    "Without every contrast of "
                        + String.join(", ", contrasts)
                        + (zero
                            ? ", of which the missing ones are taken to be zero"
                            : ", left out"),
                    name);
              }
              if (zero || group.size() == contrasts.size()) {
                groups.add(
                    new ImageGroup(
                        contrasts.stream().map(c -> Optional.ofNullable(group.get(c))).toList()));
              }
            });
    if (groups.isEmpty()) {
      throw BadInputException.of(
          "dataset-channels-missing",
          "Required subjects with all of the contrasts "
              + String.join(", ", contrasts)
              + "; found none among "
              + exact.size()
              + ".",
          "Correct loader_parameters.contrast_params, or set multichannel to false.");
    }
    return groups;
  }

  /** Incomplete groups of one session and sample become one where no contrast is there twice. */
  private Map<String, Map<String, BidsFile>> loosened(Map<String, Map<String, BidsFile>> exact) {
    Map<String, List<String>> bySession = new LinkedHashMap<>();
    exact.forEach(
        (name, group) -> {
          if (group.size() < contrasts.size()) {
            BidsFile any = group.values().iterator().next();
            bySession.computeIfAbsent(session(any), s -> new ArrayList<>()).add(name);
          }
        });
    Map<String, Map<String, BidsFile>> loosened = new LinkedHashMap<>(exact);
    for (List<String> names : bySession.values()) {
      Map<String, BidsFile> together = new LinkedHashMap<>();
      int files = 0;
      for (String name : names) {
        together.putAll(exact.getOrDefault(name, Map.of()));
        files += exact.getOrDefault(name, Map.of()).size();
      }
      if (names.size() > 1 && files == together.size()) {
        names.subList(1, names.size()).forEach(loosened::remove);
        loosened.put(names.get(0), together);
      }
    }
    return loosened;
  }

  private static String session(BidsFile image) {
    return image.id().subject()
        + "/"
        + image.id().session().map(Object::toString).orElse("")
        + "/"
        + image.id().entities().getOrDefault("sample", "");
  }

  /** The longest contrast that the name ends in. */
  private Optional<String> contrast(BidsFile image) {
    return contrasts.stream()
        .filter(contrast -> image.stem().endsWith("_" + contrast))
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  private static String without(BidsFile image, String contrast) {
    String name = image.id().toString();
    return name.substring(0, name.length() - contrast.length() - 1);
  }
}
