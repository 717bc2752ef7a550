package scanmill.datasets;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
import org.jspecify.annotations.Nullable;
import scanmill.configuration.LoaderParameters;
import scanmill.ids.ScanId;

/**
 * One walk through a BIDS folder, which reads names only and keeps those that are wanted, so that
 * memory grows with what is used rather than with what is there. Links are followed, but not in
 * circles; hidden folders and those of BIDS that hold no data are not entered, nothing is written.
 */
final class BidsWalk {
  /** Endings of images, the longer before the shorter. */
  static final List<String> IMAGES =
      List.of(".nii.gz", ".nii", ".png", ".ome.tiff", ".ome.tif", ".tiff", ".tif", ".jpeg", ".jpg");

  private static final Set<String> NO_DATA = Set.of("code", "models", "sourcedata", "stimuli");
  private static final int MOST_EXAMPLES = 30;

  private final Path root;
  private final LoaderParameters loader;
  private final Set<String> contrasts;
  private final List<String> labelEndings;
  private final Missing missing;

  /** The JSON files that are not among derivatives. */
  final Sidecars sidecars;

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

  /** Images outside of derivatives, whatever they show. */
  int images;

  /** Images in derivatives, whatever they show. */
  int derivatives;

  private BidsWalk(Path root, LoaderParameters loader, Set<String> contrasts, Missing missing) {
    this.root = root;
    this.loader = loader;
    this.contrasts = contrasts;
    this.missing = missing;
    this.sidecars = new Sidecars(missing);
    this.labelEndings = new ArrayList<>();
    loader.targetSuffix().forEach(suffix -> labelEndings.addAll(suffix.raters()));
    loader.roiParams().suffix().ifPresent(labelEndings::add);
  }

  static BidsWalk through(
      Path root, LoaderParameters loader, Set<String> contrasts, Missing missing)
      throws IOException {
    BidsWalk walk = new BidsWalk(root, loader, contrasts, missing);
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

    /** A circle of links, a folder that may not be entered, or a file that went away meanwhile. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw e;
      }
      if (e instanceof FileSystemLoopException) {
        missing.add("A link that leads round in a circle, not followed", relative(file));
      } else if (!(e instanceof NoSuchFileException)) {
        missing.add("Cannot be opened, left out", relative(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        missing.add("Cannot be read to its end", relative(folder));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private String relative(Path file) {
    return root.relativize(file).toString();
  }

  private void take(Path file) {
    String name = BidsFile.name(file);
    boolean image = BidsFile.extension(name, IMAGES).isPresent();
    boolean sidecar = name.endsWith(".json");
    if (name.startsWith(".") || !(image || sidecar || name.endsWith(".tsv"))) {
      return;
    }
    if (!canBeWritten(file)) {
      missing.add(
          "Name that is not UTF-8, or not in the character set of this process, left out",
          relative(file));
      return;
    }
    boolean derivative = false;
    for (Path part : root.relativize(file)) {
      derivative |= part.toString().equals("derivatives");
    }
    if (derivative && image) {
      takeDerivative(file, name);
    } else if (image) {
      takeRaw(file, name);
    } else if (!derivative && sidecar) {
      sidecars.add(file);
    } else if (!derivative) {
      tables.add(file);
    }
  }

  /** Whether text can stand for a path: events, reports and digests name files by text. */
  private static boolean canBeWritten(Path file) {
    String text = file.toString();
    if (text.chars().allMatch(c -> c < 128)) {
      return true;
    }
    try {
      return file.equals(file.getFileSystem().getPath(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The name without the ending that makes it an image, if it has one that is wanted. */
  private Optional<String> stem(String name) {
    return loader.wantedExtensions().stream().anyMatch(name::endsWith)
        ? BidsFile.extension(name, IMAGES)
            .map(end -> name.substring(0, name.length() - end.length()))
        : Optional.empty();
  }

  private void takeRaw(Path file, String name) {
    String folder = root.relativize(file).getName(0).toString();
    if (loader.bidsValidate() && !folder.startsWith("sub-")) {
      return;
    }
    images++;
    String extension = BidsFile.extension(name, IMAGES).orElseThrow();
    String anyStem = name.substring(0, name.length() - extension.length());
    note(contrastsThere, anyStem.substring(anyStem.lastIndexOf('_') + 1));
    Optional<String> wanted =
        stem(name)
            .filter(
                stem ->
                    contrasts.isEmpty()
                        || contrasts.stream().anyMatch(c -> stem.endsWith("_" + c)));
    if (wanted.isEmpty()) {
      return;
    }
    String stem = wanted.get();
    Optional<ScanId> id = ScanId.parse(stem);
    if (id.isEmpty() && !loader.bidsValidate()) {
      id = BidsFile.lenient(stem);
    }
    if (id.isEmpty()) {
      missing.add("Not a BIDS name, left out", name);
    } else if (loader.bidsValidate() && !isPlaced(file, id.get())) {
      missing.add("Not in the folder of its subject and session, left out", relative(file));
    } else {
      raw.add(new BidsFile(root, file, stem, extension, id.get()));
    }
  }

  /** Whether a file lies in {@code sub-X}, and in {@code ses-Y} if it lies in a session at all. */
  private boolean isPlaced(Path file, ScanId id) {
    Path inside = root.relativize(file);
    String second = inside.getNameCount() > 2 ? inside.getName(1).toString() : "";
    return inside.getName(0).toString().equals(id.subject().toString())
        && (!second.startsWith("ses-")
            || id.session().filter(session -> session.toString().equals(second)).isPresent());
  }

  private void takeDerivative(Path file, String name) {
    derivatives++;
    Optional<String> stem = stem(name);
    if (stem.isEmpty()) {
      return;
    }
    noteEnding(stem.get());
    if (labelEndings.stream().anyMatch(stem.get()::endsWith)) {
      labels.computeIfAbsent(stem.get(), any -> new ArrayList<>(1)).add(file);
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
