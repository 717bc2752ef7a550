package scanmill.datasets;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import scanmill.configuration.LoaderParameters;
import scanmill.ids.ScanId;

/**
 * One walk through a BIDS folder, which reads names only and keeps those that are wanted, so that
 * memory grows with what is used rather than with what is there. Links are followed, hidden folders
 * and those of BIDS that hold no data are not entered, nothing is written.
 */
final class BidsWalk {
  private static final List<String> IMAGES =
      List.of(".nii.gz", ".nii", ".png", ".tif", ".tiff", ".jpg", ".jpeg");
  private static final Set<String> NO_DATA = Set.of("code", "models", "sourcedata", "stimuli");
  private static final int MOST_EXAMPLES = 30;

  private final Path root;
  private final LoaderParameters loader;
  private final Set<String> contrasts;
  private final List<String> labelEndings;
  private final Sidecars sidecars;

  /** Raw images of the wanted contrasts, in the order of their paths. */
  final List<BidsFile> raw = new ArrayList<>();

  /** Stem of a derivative that ends as wanted, to its files. */
  final Map<String, List<Path>> labels = new TreeMap<>();

  /** Tables by the end of their name: {@code sessions.tsv}, {@code scans.tsv}. */
  final List<Path> tables = new ArrayList<>();

  /** Contrasts that are there, wanted or not; the first few. */
  final Set<String> contrastsThere = new TreeSet<>();

  /** What follows the contrast in the names of derivatives that are there; the first few. */
  final Set<String> endingsThere = new TreeSet<>();

  /** Names that end as wanted and are no BIDS names; the first few. */
  final Set<String> unreadableNames = new TreeSet<>();

  /** Images outside of derivatives, whatever they show. */
  int images;

  /** Images in derivatives, whatever they show. */
  int derivatives;

  private BidsWalk(Path root, LoaderParameters loader, Set<String> contrasts, Sidecars sidecars) {
    this.root = root;
    this.loader = loader;
    this.contrasts = contrasts;
    this.sidecars = sidecars;
    this.labelEndings = new ArrayList<>();
    loader.targetSuffix().forEach(suffix -> labelEndings.addAll(suffix.raters()));
    loader.roiParams().suffix().ifPresent(labelEndings::add);
  }

  static BidsWalk through(
      Path root, LoaderParameters loader, Set<String> contrasts, Sidecars sidecars)
      throws IOException {
    BidsWalk walk = new BidsWalk(root, loader, contrasts, sidecars);
    Files.walkFileTree(
        root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk.new Visitor());
    walk.raw.sort(Comparator.comparing(BidsWalk::ordered));
    walk.tables.sort(Comparator.comparing(Path::toString));
    walk.labels.values().forEach(paths -> paths.sort(Comparator.comparing(Path::toString)));
    return walk;
  }

  private static String ordered(BidsFile file) {
    return file.path().toString().replace('\\', '/');
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = BidsFile.name(folder);
      boolean closed =
          !folder.equals(root)
              && (name.startsWith(".")
                  || name.equals("__MACOSX")
                  || (root.equals(folder.getParent()) && NO_DATA.contains(name)));
      return closed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      take(file);
      return FileVisitResult.CONTINUE;
    }

    /** A link that leads round in a circle, or a file that went away meanwhile. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private void take(Path file) {
    String name = BidsFile.name(file);
    boolean derivative = false;
    for (Path part : root.relativize(file)) {
      derivative |= part.toString().equals("derivatives");
    }
    if (name.startsWith(".")) {
      return;
    }
    if (derivative) {
      takeDerivative(file, name);
    } else if (name.endsWith(".json")) {
      sidecars.add(file);
    } else if (name.endsWith(".tsv")) {
      tables.add(file);
    } else {
      takeRaw(file, name);
    }
  }

  private void takeRaw(Path file, String name) {
    boolean inSubject =
        !loader.bidsValidate() || root.relativize(file).getName(0).toString().startsWith("sub-");
    Optional<String> image = BidsFile.extension(name, IMAGES);
    if (image.isEmpty() || !inSubject) {
      return;
    }
    images++;
    String anyStem = name.substring(0, name.length() - image.get().length());
    note(contrastsThere, anyStem.substring(anyStem.lastIndexOf('_') + 1));
    Optional<String> extension = BidsFile.extension(name, loader.wantedExtensions());
    if (extension.isEmpty()) {
      return;
    }
    String stem = name.substring(0, name.length() - extension.get().length());
    boolean wanted =
        contrasts.isEmpty() || contrasts.stream().anyMatch(c -> stem.endsWith("_" + c));
    if (!wanted) {
      return;
    }
    Optional<ScanId> id = ScanId.parse(stem);
    if (id.isEmpty()) {
      note(unreadableNames, name);
      return;
    }
    raw.add(new BidsFile(root, file, stem, extension.get(), id.get()));
  }

  private void takeDerivative(Path file, String name) {
    if (BidsFile.extension(name, IMAGES).isEmpty()) {
      return;
    }
    derivatives++;
    Optional<String> extension = BidsFile.extension(name, loader.wantedExtensions());
    if (extension.isEmpty()) {
      return;
    }
    String stem = name.substring(0, name.length() - extension.get().length());
    noteEnding(stem);
    if (labelEndings.stream().anyMatch(stem::endsWith)) {
      labels.computeIfAbsent(stem, any -> new ArrayList<>()).add(file);
    }
  }

  /** The part after the contrast, if the name has one that is wanted or looks like one. */
  private void noteEnding(String stem) {
    for (String contrast : contrasts) {
      int at = stem.indexOf("_" + contrast + "_");
      if (at >= 0) {
        note(endingsThere, stem.substring(at + contrast.length() + 1));
        return;
      }
    }
    note(endingsThere, stem.substring(Math.max(0, stem.lastIndexOf('_'))));
  }

  private static void note(Set<String> examples, String example) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(example);
    }
  }
}
