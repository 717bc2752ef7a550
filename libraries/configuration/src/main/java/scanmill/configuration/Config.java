package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.specs.Default;
import scanmill.specs.Key;
import scanmill.specs.Matching;
import scanmill.specs.OneOf;
import scanmill.specs.Range;
import scanmill.specs.StrictJson;

/**
 * Everything that a person can ask of training, testing and segmenting: ivadomed's configuration.
 *
 * <p>The keys that ivadomed does not have are {@code compat}, {@code random_seed}, {@code device},
 * {@code loader_workers}, {@code augmentation}, {@code data_cache_gb}, {@code
 * inference_parameters}, {@code threshold_search} and some within the objects; it ignores them.
 *
 * @param command {@code train}, {@code test} or {@code segment}
 * @param gpuIds ivadomed's way to name a device; see {@code device}
 * @param pathOutput where results go
 * @param modelName folder and file name of the model, {@code seg_sc_t2}
 * @param trainingSha256 file name to SHA-256 of the images that were learnt from
 * @param compat {@code ivadomed-2.9} to do as ivadomed does where Scanmill would do better
 * @param randomSeed of weights, order, augmentation and dropout
 * @param device {@code cpu}, {@code cuda:0}, or {@code auto} for the first GPU if there is one;
 *     {@code cuda:0,cuda:1} to divide batches among several
 * @param loaderWorkers threads that prepare samples; samples do not depend on it
 * @param augmentation who draws augmented samples: {@code local}, the trainer itself, or {@code
 *     remote}, preprocess replicas ahead of it; samples do not depend on it
 * @param dataCacheGb most gigabytes of prepared scans kept on the local disk; with more than half
 *     of it, scans are shuffled in groups that fit
 * @param gif validation samples that are pictured after every epoch, an animation each; ivadomed
 *     has it on its command line
 * @param inferenceParameters how the packaged model is asked; absent for by itself, once
 * @param thresholdSearch how the threshold of probabilities is found once the network has learnt;
 *     absent for not at all
 */
public record Config(
    @Default("train") @OneOf({"train", "test", "segment"}) String command,
    @Default("[0]") @Range(min = 0) List<Integer> gpuIds,
    @Default("path_output") String pathOutput,
    @Default("my_model") @Matching(value = Config.MODEL_NAME, words = "a name without slashes")
        String modelName,
    @Default("false") boolean debugging,
    @Default("log") String logFile,
    Optional<Wandb> wandb,
    @Default("{}") LoaderParameters loaderParameters,
    @Default("{}") SplitDataset splitDataset,
    @Default("{}") TrainingParameters trainingParameters,
    @Default("{}") DefaultModel defaultModel,
    @Key("FiLMedUnet") Optional<FilmedUnet> filmedUnet,
    @Key("HeMISUnet") Optional<HemisUnet> hemisUnet,
    @Key("Modified3DUNet") Optional<Modified3dUnet> modified3dUnet,
    Optional<Classifier> resnet18,
    Optional<Classifier> densenet121,
    @Key("Countception") Optional<Countception> countception,
    @Default("{}") ObjectDetectionParams objectDetectionParams,
    @Default("{}") Uncertainty uncertainty,
    @Default("{}") Postprocessing postprocessing,
    @Default("{}") EvaluationParameters evaluationParameters,
    @Default("{}") Transformation transformation,
    Optional<String> splitPath,
    @Default("{}") Map<String, String> trainingSha256,
    @OneOf(Config.IVADOMED_2_9) Optional<String> compat,
    @Default("6") long randomSeed,
    @Default("auto")
        @Matching(
            value = "auto|(cpu|cuda:[0-9]{1,3})(,(cpu|cuda:[0-9]{1,3}))*",
            words = "auto, cpu or cuda:0, or several with commas")
        String device,
    @Default("2") @Range(min = 1) int loaderWorkers,
    @Default("local") Augmentation augmentation,
    @Default("16.0") @Range(above = 0) double dataCacheGb,
    @Default("0") @Range(min = 0) int gif,
    Optional<InferenceParameters> inferenceParameters,
    Optional<ThresholdParameters> thresholdSearch) {

  static final String MODEL_NAME = "[^/\\\\]*[^/\\\\.\\s][^/\\\\]*";

  /** The only value of {@code compat}. */
  public static final String IVADOMED_2_9 = "ivadomed-2.9";

  public Config {
    gpuIds = List.copyOf(gpuIds);
    trainingSha256 = Collections.unmodifiableMap(new LinkedHashMap<>(trainingSha256));
  }

  /**
   * Reads a configuration, old dialects too.
   *
   * @param where its file's name, for messages
   * @throws BadInputException naming the key that is unknown, of a wrong type, or refused
   */
  public static ParsedConfig parse(String json, String where) {
    if (where.endsWith(".yaml") || where.endsWith(".yml")) {
      throw BadInputException.of(
          "config-is-yaml",
          "Required a JSON configuration; found the YAML file " + where + ".",
          "Write the configuration as JSON.");
    }
    return parse(StrictJson.parse(json, where), where);
  }

  /**
   * Reads a configuration from a tree, which is not changed; see {@link #parse(String, String)}.
   */
  public static ParsedConfig parse(JsonNode tree, String where) {
    JsonNode modern = tree.deepCopy();
    List<String> warnings = new ArrayList<>();
    if (modern instanceof ObjectNode object) {
      warnings.addAll(Dialects.modernise(object));
    }
    Config config = StrictJson.read(modern, Config.class, where);
    Contradictions.refuse(config, where);
    warnings.addAll(Advice.about(config));
    return new ParsedConfig(config, warnings);
  }

  /**
   * What {@link #toJson} writes, as a JSON Schema, draft 2020-12, in indented JSON. The names of
   * transforms, steps and losses, and keys of old dialects, are not in it.
   */
  public static String schema() {
    try (InputStream in = Config.class.getResourceAsStream("configuration.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A configuration in which nothing is asked for. */
  public static Config defaults() {
    return StrictJson.read(JsonNodeFactory.instance.objectNode(), Config.class, "defaults");
  }

  /**
   * The effective configuration with every key and default: what ivadomed would write beside its
   * results. {@link #parse} reads the same configuration from it, without warnings.
   */
  public ObjectNode toJson() {
    return StrictJson.write(this);
  }

  /** How the packaged model is asked. */
  public InferenceParameters inference() {
    return inferenceParameters.orElse(InferenceParameters.PLAIN);
  }

  /** Whether ivadomed's own ways are wanted where Scanmill would do better. */
  public boolean likeIvadomed() {
    return compat.isPresent();
  }

  /** Channels that go into the network: the contrasts of a multichannel sample, else one. */
  public int inChannel() {
    return loaderParameters.multichannel() ? loaderParameters.contrasts().size() : 1;
  }

  /** Classes that come out, background not among them: one per target suffix. */
  public int outClasses() {
    return loaderParameters.targetSuffix().size();
  }

  /**
   * The network that is asked for: the applied one with its keys over {@code default_model}, else
   * {@code default_model}.
   *
   * @throws BadInputException {@code config-architectures-conflict} if several are applied that do
   *     not go together
   */
  public ModelChoice model() {
    return ModelChoices.of(this);
  }
}
