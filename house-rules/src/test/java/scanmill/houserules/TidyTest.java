package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads the source text and finds what people forget. */
class TidyTest {
  private static final int LONGEST_MAIN_FILE = 400;

  private static final Set<String> TEXT =
      Set.of(
          "java",
          "md",
          "xml",
          "json",
          "yml",
          "yaml",
          "properties",
          "sh",
          "html",
          "css",
          "js",
          "txt",
          "csv",
          "tsv");

  /** Programs that speak to a terminal: their output is what they are for. */
  private static final List<String> SPEAK_TO_PEOPLE =
      List.of("cli/", "standalone/", "benchmarks/", "libraries/test-support/", "house-rules/");

  @Test
  void leavesNoMarkersOfUnfinishedWork() {
    Pattern marker = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    assertThat(linesMatching(texts(), marker)).isEmpty();
  }

  @Test
  void namesNoMachineAndNoRegistry() {
    Pattern machine =
        Pattern.compile(
            "(^|[^A-Za-z0-9_.-])/(work|farm)/"
                + "|https?://[A-Za-z0-9.-]*(maven|npmjs|debian|pypi)[A-Za-z0-9.-]*\\.(org|com)/");
    Pattern person = Pattern.compile("(^|[^A-Za-z0-9_.-])/(home|root|Users)/");
    List<Path> delivered =
        texts().stream().filter(file -> !Repository.name(file).contains("/src/test/")).toList();
    assertThat(linesMatching(delivered, person)).isEmpty();
    List<String> found =
        linesMatching(texts(), machine).stream()
            .filter(line -> !line.contains("http://maven.apache.org/POM/4.0.0"))
            .filter(line -> !line.contains("http://maven.apache.org/xsd/maven-4.0.0.xsd"))
            .toList();
    assertThat(found).isEmpty();
  }

  @Test
  void speaksToPeopleOnlyWhereItIsMeantTo() {
    Pattern stream = Pattern.compile("System\\.(out|err)\\b|\\.printStackTrace\\(\\)");
    List<Path> quiet =
        mainSources().stream()
            .filter(file -> SPEAK_TO_PEOPLE.stream().noneMatch(Repository.name(file)::startsWith))
            .toList();
    assertThat(linesMatching(quiet, stream)).isEmpty();
  }

  @Test
  void keepsMainFilesSmall() {
    List<String> long_ = new ArrayList<>();
    for (Path file : mainSources()) {
      long lines = Repository.read(file).lines().count();
      if (lines > LONGEST_MAIN_FILE) {
        long_.add(Repository.name(file) + " has " + lines + " lines");
      }
    }
    assertThat(long_).isEmpty();
  }

  @Test
  void namesNoClassAfterNothing() {
    Pattern empty = Pattern.compile(".*(Util|Utils|Helper|Manager|Impl)\\.java");
    assertThat(mainSources().stream().map(Repository::name).filter(empty.asMatchPredicate()))
        .isEmpty();
  }

  @Test
  void switchesNoTestOff() {
    Pattern off =
        Pattern.compile("@Dis" + "abled\\b|assertTrue\\(tr" + "ue\\)|assumeTrue\\(fal" + "se\\)");
    assertThat(linesMatching(Repository.files(".java"), off)).isEmpty();
  }

  @Test
  void keepsPackagesFlatAndNullMarked() {
    List<String> wrong = new ArrayList<>();
    for (Path file : mainSources()) {
      String name = Repository.name(file);
      if (!name.matches(".*/src/main/java/scanmill/[a-z]+/[^/]+\\.java")) {
        wrong.add(name + " does not lie in scanmill.<one package>");
      }
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Repository.read(info).contains("@NullMarked")) {
        wrong.add(name + " lies in a package without @NullMarked package-info.java");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void linksResolve() {
    Pattern link = Pattern.compile("(?<!\\\\)\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : Repository.files(".md")) {
      Matcher found = link.matcher(withoutCode(Repository.read(page)));
      while (found.find()) {
        String target = found.group(1);
        if (target.matches("[a-z]+:.*")) {
          continue;
        }
        links++;
        if (!resolves(page, target)) {
          broken.add(Repository.name(page) + " -> " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).as("links seen").isGreaterThan(20);
  }

  private static boolean resolves(Path page, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0
        || !file.toString().endsWith(".md")
        || headings(Repository.read(file)).contains(target.substring(hash + 1));
  }

  private static Set<String> headings(String markdown) {
    return withoutCode(markdown)
        .lines()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?ms)^```.*?^```", "");
  }

  private static List<Path> mainSources() {
    List<Path> sources =
        Repository.files(".java").stream()
            .filter(file -> Repository.name(file).contains("/src/main/java/"))
            .toList();
    assertThat(sources).hasSizeGreaterThan(50);
    return sources;
  }

  private static List<Path> texts() {
    return Repository.files().stream().filter(TidyTest::isText).toList();
  }

  private static boolean isText(Path file) {
    String name = Repository.fileName(file);
    return name.indexOf('.') <= 0
        ? !name.equals("LICENSE") && Repository.read(file).indexOf('\0') < 0
        : TEXT.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static List<String> linesMatching(List<Path> files, Pattern pattern) {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      int number = 0;
      for (String line : Repository.read(file).lines().toList()) {
        number++;
        if (pattern.matcher(line).find()) {
          found.add(Repository.name(file) + ":" + number + ": " + line.strip());
        }
      }
    }
    return found;
  }
}
