package scanmill.models;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.ParsedConfig;
import scanmill.configuration.TargetSuffix;
import scanmill.engine.OnnxModel;
import scanmill.engine.Safetensors;
import scanmill.engine.TorchScriptArchive;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * A trained model as a folder {@code <name>/}:
 *
 * <ul>
 *   <li>{@code <name>.json}: the full configuration, in ivadomed's format; ivadomed and the Spinal
 *       Cord Toolbox read it
 *   <li>{@code <name>.onnx}: the network, for ONNX Runtime; input {@code input}, output {@code
 *       output}
 *   <li>{@code <name>.pt}: the network as TorchScript, for {@code torch.jit.load}
 *   <li>{@code <name>.safetensors}: the weights by name
 *   <li>{@code provenance.json}: where all of it came from
 * </ul>
 *
 * <p>Packages within it find for it, see {@link Cascade}.
 *
 * <p>Folders made by ivadomed hold the first two only and open just as well. Immutable; opening
 * reads the configuration, not the weights.
 */
public final class ModelPackage {
  private static final long LARGEST_CONFIG = 16L << 20;
  private static final int DEEPEST = 6;

  private final String name;
  private final Path folder;
  private final Config config;
  private final List<String> warnings;

  private ModelPackage(String name, Path folder, ParsedConfig parsed) {
    this.name = name;
    this.folder = folder;
    this.config = parsed.config();
    this.warnings = parsed.warnings();
  }

  /**
   * Opens a package folder; its name is the model's.
   *
   * @throws BadInputException {@code model-incomplete} if the configuration or the network is
   *     missing; or what the configuration reader throws
   */
  public static ModelPackage open(Path folder) throws IOException {
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    return open(folder, name);
  }

  /** Opens a package whose folder is not called as the model is, such as a cached download. */
  public static ModelPackage open(Path folder, String name) throws IOException {
    Path json = require(folder, name, ".json");
    require(folder, name, ".onnx");
    if (Files.size(json) > LARGEST_CONFIG) {
      throw BadInputException.of(
          "model-config-too-large",
          "A model's configuration is at most "
              + (LARGEST_CONFIG >> 20)
              + " MB; "
              + name
              + ".json is larger.",
          "Check that the file is the configuration.");
    }
    String text = Files.readString(json, StandardCharsets.UTF_8);
    return new ModelPackage(name, folder, Config.parse(text, name + ".json"));
  }

  private static Path require(Path folder, String name, String ending) {
    Path file = folder.resolve(name + ending);
    if (!Files.isRegularFile(file)) {
      throw BadInputException.of(
          "model-incomplete",
          "A model package holds "
              + name
              + ".json and "
              + name
              + ".onnx; "
              + name
              + ending
              + " is missing.",
          "Hand over the whole folder, its files named like the folder.");
    }
    return file;
  }

  /**
   * Writes a package.
   *
   * @param parent where the folder {@code <name>/} is made, or its files are replaced
   * @param name the model's
   */
  public static ModelPackage write(
      Path parent,
      String name,
      Config config,
      Architecture architecture,
      Weights weights,
      Provenance provenance)
      throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name));
    Files.writeString(folder.resolve(name + ".json"), config.toJson().toPrettyString() + "\n");
    try (OutputStream out = create(folder.resolve(name + ".onnx"))) {
      OnnxModel.write(architecture, weights, out);
    }
    try (OutputStream out = create(folder.resolve(name + ".pt"))) {
      TorchScriptArchive.write(architecture, weights, out);
    }
    Safetensors.write(folder.resolve(name + ".safetensors"), weights, Map.of());
    Files.writeString(
        folder.resolve("provenance.json"), StrictJson.write(provenance).toPrettyString() + "\n");
    return open(folder, name);
  }

  private static OutputStream create(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  public String name() {
    return name;
  }

  public Path folder() {
    return folder;
  }

  public Config config() {
    return config;
  }

  /** What the configuration's reader had to map or to leave out, in words. */
  public List<String> warnings() {
    return warnings;
  }

  /** The network for ONNX Runtime. */
  public Path onnx() {
    return folder.resolve(name + ".onnx");
  }

  /** The network for libtorch, where the package holds it. */
  public Optional<Path> torchScript() {
    return Optional.of(folder.resolve(name + ".pt")).filter(Files::isRegularFile);
  }

  /** What people call the classes, in the order of the network's channels. */
  public List<String> labels() {
    return ClassNames.of(
        config.loaderParameters().targetSuffix().stream().map(TargetSuffix::first).toList());
  }

  /**
   * The files of the package, by name in alphabetical order; those of packages within it, which
   * find for it, too.
   */
  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.comparing(this::nameOf)).toList();
    }
  }

  /** What a file of {@link #files} is called within the package, with slashes. */
  public String nameOf(Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  /**
   * Copies it.
   *
   * @param parent where the folder of its name is made, or its files are replaced
   */
  public void copyTo(Path parent) throws IOException {
    for (Path file : files()) {
      Path to = parent.resolve(name).resolve(nameOf(file));
      Files.createDirectories(to.getParent());
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** SHA-256 of the list of files and their digests: which version this is. Reads every file. */
  public String digest() throws IOException {
    StringBuilder list = new StringBuilder();
    for (Path file : files()) {
      list.append(Sha256.of(file)).append("  ").append(nameOf(file)).append('\n');
    }
    return Sha256.of(list.toString().getBytes(StandardCharsets.UTF_8));
  }
}
