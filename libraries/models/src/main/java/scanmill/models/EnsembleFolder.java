package scanmill.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.problems.BadInputException;

/**
 * Models of one purpose in one folder, {@code cord/seed0/cord/}, {@code cord/seed1/cord/} or {@code
 * cord/fold0/cord/} and so on, as the Spinal Cord Toolbox has them.
 */
public final class EnsembleFolder {
  private static final Pattern MEMBER = Pattern.compile("(?:seed|fold)_?([0-9]+)");

  private EnsembleFolder() {}

  /**
   * The packages of a folder, in the order of their numbers; a folder that is a package holds
   * itself.
   *
   * @throws BadInputException {@code model-incomplete} if there is none, or what is wrong with one
   */
  public static List<ModelPackage> open(Path folder) throws IOException {
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    List<Path> members = members(folder);
    if (Files.isRegularFile(folder.resolve(name + ".json")) || members.isEmpty()) {
      return List.of(ModelPackage.open(folder));
    }
    List<ModelPackage> packages = new ArrayList<>();
    for (Path member : members) {
      packages.add(ModelPackage.open(within(member, name)));
    }
    return packages;
  }

  private static List<Path> members(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(path -> Files.isDirectory(path) && MEMBER.matcher(name(path)).matches())
          .sorted((a, b) -> Long.compare(number(a), number(b)))
          .toList();
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static long number(Path member) {
    Matcher matcher = MEMBER.matcher(name(member));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }

  /** Named as the ensemble; or the only folder, whatever it is called. */
  private static Path within(Path member, String name) throws IOException {
    try (Stream<Path> inside = Files.list(member)) {
      List<Path> folders = inside.filter(Files::isDirectory).sorted().toList();
      return folders.size() == 1 ? folders.get(0) : member.resolve(name);
    }
  }

  /**
   * All of them as one network, which says their mean.
   *
   * @return closed by the caller
   * @throws BadInputException {@code ensemble-members-differ}
   */
  public static Predictor load(
      List<ModelPackage> models, Device device, int threads, boolean dropping) throws IOException {
    return Predictors.together(models, model -> Predictors.of(model, device, threads, dropping));
  }
}
