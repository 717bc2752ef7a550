package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.configuration.StepEntry;
import scanmill.configuration.TransformEntry;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.specs.StrictJson;

/**
 * What a person should know before trusting a model, in sections of facts. Made from the package
 * alone; names of training files, in which there may be more than numbers, are not in it.
 *
 * @param title of the model
 * @param digest of the package
 * @param sections in the order in which they are read
 * @param curve picture of the losses, PNG
 */
public record ModelCard(
    String title, String digest, List<Section> sections, Optional<byte[]> curve) {
  private static final int LARGEST_PICTURE = 4 << 20;
  private static final int LONGEST_LICENSE = 20_000;

  public ModelCard {
    sections = List.copyOf(sections);
  }

  /**
   * Facts under a heading.
   *
   * @param text between heading and facts; may be empty
   * @param facts pairs of a name and what is so
   */
  public record Section(String heading, String text, List<Fact> facts) {
    public Section {
      facts = List.copyOf(facts);
    }
  }

  /** A name and what is so. */
  public record Fact(String name, String value) {}

  /** Reads every file of the package once. */
  public static ModelCard of(ModelPackage model) throws IOException {
    Path folder = model.folder();
    CardWords words = CardWords.read(folder);
    Config config = model.config();
    Optional<Provenance> provenance = provenance(folder);
    List<Section> sections = new ArrayList<>();
    sections.add(use(words));
    sections.add(inAndOut(model));
    sections.add(
        steps("Preprocessing", transforms(config), "Scans are turned to RAS, and nothing more."));
    sections.add(
        steps("Post-processing", afterwards(config), "None: results are probabilities above 0.5."));
    provenance.ifPresent(
        known -> {
          sections.add(scores(known));
          sections.add(training(known));
        });
    sections.add(files(model));
    license(folder).ifPresent(text -> sections.add(new Section("License", text, List.of())));
    return new ModelCard(
        words.title().orElse(model.name()), model.digest(), sections, curve(folder));
  }

  /** One page for a browser, with everything in it. */
  public String html() {
    return CardPage.of(this);
  }

  /** The same in Markdown, without the picture. */
  public String markdown() {
    return CardText.of(this);
  }

  private static Optional<Provenance> provenance(Path folder) throws IOException {
    Path file = folder.resolve("provenance.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Optional.of(
        StrictJson.read(PackageFolder.json(file), Provenance.class, "provenance.json"));
  }

  private static Section use(CardWords words) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "intended use",
            words.intendedUse().orElse("Not stated. For research; not a medical device.")));
    words.limitations().ifPresent(text -> facts.add(new Fact("limitations", text)));
    words.authors().ifPresent(text -> facts.add(new Fact("authors", text)));
    words.reference().ifPresent(text -> facts.add(new Fact("reference", text)));
    facts.add(new Fact("license", words.license().orElse("Not stated.")));
    return new Section("Use", "", facts);
  }

  private static Section inAndOut(ModelPackage model) {
    Config config = model.config();
    List<String> contrasts = config.loaderParameters().contrasts();
    String said = contrasts.isEmpty() ? "any" : String.join(", ", contrasts);
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("network", config.model().name()));
    facts.add(
        new Fact(
            "looks at",
            Network.dimensions(config) == 2
                ? config.loaderParameters().sliceAxis().name().toLowerCase(Locale.ROOT) + " slices"
                : "volumes"));
    JsonNode patch = config.model().args().path("length_" + Network.dimensions(config) + "D");
    if (patch.isArray()) {
      facts.add(
          new Fact(
              "patches of",
              patch.toString().replace(",", " x ").replaceAll("[\\[\\]]", "") + " voxels"));
    }
    facts.add(
        new Fact(
            "input",
            config.inChannel() == 1
                ? "one image of contrast " + said
                : config.inChannel() + " images, in this order: " + said));
    facts.add(new Fact("classes", String.join(", ", model.labels())));
    return new Section("Input and output", "", facts);
  }

  private static List<Fact> transforms(Config config) {
    List<Fact> facts = new ArrayList<>();
    for (TransformEntry entry : config.transformation().during(Phase.TESTING)) {
      facts.add(new Fact(entry.name(), arguments(entry.args())));
    }
    return facts;
  }

  private static List<Fact> afterwards(Config config) {
    List<Fact> facts = new ArrayList<>();
    for (StepEntry step : config.postprocessing().steps()) {
      facts.add(new Fact(step.name(), arguments(step.args())));
    }
    return facts;
  }

  private static String arguments(JsonNode args) {
    List<String> said = new ArrayList<>();
    args.properties().forEach(arg -> said.add(arg.getKey() + " " + arg.getValue()));
    return said.isEmpty() ? "yes" : String.join(", ", said);
  }

  private static Section steps(String heading, List<Fact> facts, String otherwise) {
    return new Section(heading, facts.isEmpty() ? otherwise : "In this order.", facts);
  }

  private static Section scores(Provenance provenance) {
    List<Fact> facts =
        provenance.scores().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(score -> new Fact(score.getKey(), number(score.getValue())))
            .toList();
    return new Section(
        "Scores",
        facts.isEmpty()
            ? "None are known."
            : "On the test split, " + count(provenance.test().size(), "file") + ".",
        facts);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4g", value);
  }

  private static Section training(Provenance provenance) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("run", provenance.run()));
    facts.add(new Fact("made", provenance.created()));
    facts.add(new Fact("device", provenance.device()));
    facts.add(
        new Fact(
            "epochs",
            provenance.epochs() == 0
                ? "unknown"
                : provenance.epochs() + ", the best of which was " + provenance.bestEpoch()));
    facts.add(new Fact("seed", String.valueOf(provenance.seed())));
    facts.add(new Fact("learnt from", seen(provenance.training())));
    facts.add(new Fact("validated on", seen(provenance.validation())));
    facts.add(new Fact("tested on", seen(provenance.test())));
    provenance.versions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(version -> facts.add(new Fact(version.getKey(), version.getValue())));
    return new Section("Training", "", facts);
  }

  /** How many, and a digest by which somebody who has the files can tell that they are these. */
  private static String seen(List<Provenance.SeenFile> files) {
    return files.isEmpty()
        ? "unknown"
        : count(files.size(), "file") + ", digest " + FileList.digest(files);
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static Section files(ModelPackage model) throws IOException {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("package", model.digest()));
    for (Path file : model.files()) {
      facts.add(new Fact(String.valueOf(file.getFileName()), Files.size(file) + " bytes"));
    }
    return new Section("Files", "", facts);
  }

  private static Optional<String> license(Path folder) throws IOException {
    for (String name : List.of("LICENSE", "LICENSE.txt", "LICENSE.md")) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        try (InputStream in = Files.newInputStream(file)) {
          byte[] start = in.readNBytes(LONGEST_LICENSE);
          return Optional.of(new String(start, StandardCharsets.UTF_8));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> curve(Path folder) throws IOException {
    Path file = folder.resolve("curve.png");
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_PICTURE) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean png = bytes.length > 8 && bytes[0] == (byte) 0x89 && bytes[1] == 'P';
    return png ? Optional.of(bytes) : Optional.empty();
  }
}
