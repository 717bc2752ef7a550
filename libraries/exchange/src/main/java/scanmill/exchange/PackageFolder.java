package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.ParsedConfig;
import scanmill.models.Provenance;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * Reads a folder of ivadomed, {@code X.json} with {@code X.onnx} or {@code X.pt} or both, or one of
 * our own, which has more files.
 */
final class PackageFolder {
  private static final int LARGEST_JSON = 16 << 20;
  private static final Set<String> NO_CONFIG =
      Set.of("provenance.json", "conditioning.json", CardWords.FILE);

  private PackageFolder() {}

  /**
   * @throws BadInputException {@code model-json-missing}, {@code model-incomplete}, {@code
   *     model-files-mixed}, or what is wrong with the configuration
   */
  static GivenModel read(Path folder, Optional<String> name) throws IOException {
    List<Path> files = files(folder);
    String stem = stem(folder, files);
    List<String> notes = new ArrayList<>();
    ParsedConfig parsed = config(folder.resolve(stem + ".json"));
    notes.addAll(parsed.warnings());
    Within within = Within.of(folder, parsed.config());
    notes.addAll(within.notes());
    Optional<Path> onnx = find(folder, stem, ".onnx");
    Optional<Path> torch = find(folder, stem, ".pt");
    Optional<Path> safetensors = find(folder, stem, ".safetensors");
    if (onnx.isEmpty() && torch.isEmpty() && safetensors.isEmpty()) {
      List<String> others =
          files.stream()
              .map(file -> file.getFileName().toString())
              .filter(file -> file.matches(".*\\.(onnx|pt|safetensors)"))
              .toList();
      throw BadInputException.of(
          others.isEmpty() ? "model-incomplete" : "model-files-mixed",
          "Required "
              + stem
              + ".onnx or "
              + stem
              + ".pt beside "
              + stem
              + ".json; found "
              + (others.isEmpty() ? "neither" : String.join(", ", others))
              + ".",
          "Put the files of one model into a folder, all of one name.");
    }
    boolean known = Files.isRegularFile(folder.resolve("conditioning.json"));
    Optional<ObjectNode> conditioning =
        known ? Optional.empty() : Encoders.conditioning(folder, parsed.config(), notes);
    Path provenance = folder.resolve("provenance.json");
    return new GivenModel(
        Files.isRegularFile(provenance) ? "a package of Scanmill" : "a package of ivadomed",
        name.orElse(stem),
        within.config(),
        notes,
        onnx,
        torch,
        safetensors,
        Optional.empty(),
        Files.isRegularFile(provenance)
            ? Optional.of(StrictJson.read(json(provenance), Provenance.class, "provenance.json"))
            : Optional.empty(),
        conditioning,
        further(files),
        within.folders());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String stem(Path folder, List<Path> files) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    if (Files.isRegularFile(folder.resolve(name + ".json"))) {
      return name;
    }
    List<String> configs =
        files.stream()
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".json") && !NO_CONFIG.contains(file))
            .map(file -> file.substring(0, file.length() - ".json".length()))
            .toList();
    if (configs.size() == 1) {
      return configs.get(0);
    }
    throw BadInputException.of(
        "model-json-missing",
        "Required the model's configuration "
            + name
            + ".json; found "
            + (configs.isEmpty() ? "no JSON" : "several: " + String.join(".json, ", configs))
            + ".",
        "Put the configuration that the model was trained with beside it.");
  }

  private static Optional<Path> find(Path folder, String stem, String ending) {
    return Optional.of(folder.resolve(stem + ending)).filter(Files::isRegularFile);
  }

  static ParsedConfig config(Path file) throws IOException {
    return Config.parse(json(file), String.valueOf(file.getFileName()));
  }

  static JsonNode json(Path file) throws IOException {
    if (Files.size(file) > LARGEST_JSON) {
      throw BadInputException.of(
          "model-config-too-large",
          "A model's JSON files have at most 16 MB; " + file.getFileName() + " has more.",
          "Check that the file is the configuration.");
    }
    return StrictJson.parse(
        Files.readString(file, StandardCharsets.UTF_8), String.valueOf(file.getFileName()));
  }

  /** What is about the model and is no part of the network. */
  static List<Path> further(List<Path> files) {
    return files.stream()
        .filter(
            file ->
                file.getFileName()
                    .toString()
                    .matches("LICENSE(\\.txt|\\.md)?|conditioning\\.json|card\\.json|curve\\.png"))
        .toList();
  }
}
