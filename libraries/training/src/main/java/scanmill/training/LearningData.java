package scanmill.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.BalanceSamples;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.configuration.TransformEntry;
import scanmill.datasets.BalancedSampler;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.BatchSource;
import scanmill.datasets.BidsScan;
import scanmill.datasets.Conditioning;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.Moments;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.SampleIndex;
import scanmill.problems.BadInputException;
import scanmill.transforms.RandomTransform;
import scanmill.transforms.Transforms;

/** Training and validation samples: scans prepared once, batches loaded one by one. */
final class LearningData implements AutoCloseable {
  private static final double BYTES_PER_GB = 1e9;

  private final PreparedShelf shelf;
  private final LearningPlan plan;
  private final BatchSource training;
  private final BatchSource validation;
  private final Optional<Conditioning> conditioning;

  private LearningData(
      PreparedShelf shelf,
      LearningPlan plan,
      Optional<Conditioning> conditioning,
      BatchSource training,
      BatchSource validation) {
    this.shelf = shelf;
    this.plan = plan;
    this.conditioning = conditioning;
    this.training = training;
    this.validation = validation;
  }

  /**
   * Prepares what is not prepared yet.
   *
   * @throws BadInputException {@code dataset-no-samples} if no training sample is left after
   *     filtering; or a file is at fault
   */
  static LearningData of(
      FrozenDataset dataset,
      Config config,
      DataAccess access,
      int workers,
      PreparedShelf.Progress progress)
      throws IOException {
    long disk = (long) (config.dataCacheGb() * BYTES_PER_GB);
    PreparedShelf shelf = access.shelf(disk, workers);
    try {
      LearningPlan wished = LearningPlan.of(config);
      List<PreparedFacts> training =
          shelf.prepare(wished.preparation(Phase.TRAINING), dataset.training(), progress);
      List<PreparedFacts> validation =
          shelf.prepare(wished.preparation(Phase.VALIDATION), dataset.validation(), progress);
      LearningPlan plan = LearningPlan.of(fitted(config, training));
      Optional<Conditioning> by = dataset.conditioning();
      EpochOrder learnt =
          order(plan, Phase.TRAINING, dataset.training(), training, by, Math.max(1, disk / 2));
      if (learnt.samples() == 0) {
        throw BadInputException.of(
            "dataset-no-samples",
            "Training needs at least one sample; the filters leave none of "
                + dataset.training().size()
                + " scans.",
            "Loosen loader_parameters.slice_filter_params or patch_filter_params, or check that the labels are not empty.");
      }
      EpochOrder checked =
          order(
              plan, Phase.VALIDATION, dataset.validation(), validation, by, Math.max(1, disk / 2));
      return new LearningData(
          shelf,
          plan,
          by,
          access.training(plan, learnt, shelf, workers),
          new BatchLoader(checked, plan.batches(Phase.VALIDATION, shelf), shelf, workers));
    } catch (IOException | RuntimeException e) {
      shelf.close();
      throw e;
    }
  }

  static EpochOrder order(
      LearningPlan plan,
      Phase phase,
      List<BidsScan> scans,
      List<PreparedFacts> facts,
      Optional<Conditioning> conditioning,
      long groupBytes) {
    List<List<Double>> conditions =
        conditioning.map(by -> scans.stream().map(by::conditions).toList()).orElse(List.of());
    SampleIndex index = SampleIndex.of(scans, facts, conditions, plan.rules(phase));
    BalanceSamples balance = plan.config().trainingParameters().balanceSamples();
    return new EpochOrder(
        index,
        phase == Phase.TRAINING ? EpochOrder.Kind.SHUFFLED : EpochOrder.Kind.IN_TURN,
        balance.applied() && phase == Phase.TRAINING
            ? Optional.of(sampler(index, balance.type()))
            : Optional.empty(),
        plan.config().randomSeed(),
        groupBytes,
        plan.config().trainingParameters().batchSize());
  }

  private static BalancedSampler sampler(SampleIndex index, String type) {
    if (type.equals("gt")) {
      return BalancedSampler.ofTruth(index.positive());
    }
    BidsScan[] scans = new BidsScan[index.size()];
    Arrays.setAll(scans, n -> index.scans().get(index.scan(n)));
    return BalancedSampler.ofColumn(List.of(scans), type);
  }

  /** The configuration with what only the training set can tell: means and deviations. */
  private static Config fitted(Config config, List<PreparedFacts> training) {
    ObjectNode json = config.toJson();
    boolean changed = false;
    for (TransformEntry entry : config.transformation().entries()) {
      RandomTransform wish = Transforms.CATALOG.read(entry.name(), entry.args(), entry.where());
      if (!wish.isFitted()) {
        List<Moments> moments = moments(training);
        RandomTransform fitted =
            wish.fitted(
                moments.stream().map(Moments::mean).toList(),
                moments.stream().map(Moments::deviation).toList());
        json.withObjectProperty("transformation")
            .withObjectProperty(entry.name())
            .setAll(Transforms.CATALOG.write(fitted));
        changed = true;
      }
    }
    return changed ? Config.parse(json, "config").config() : config;
  }

  private static List<Moments> moments(List<PreparedFacts> training) {
    List<Moments> all = new ArrayList<>();
    for (int c = 0; c < training.get(0).channels(); c++) {
      Moments sum = Moments.NONE;
      for (PreparedFacts facts : training) {
        sum = facts.present().get(c) ? sum.plus(facts.moments().get(c)) : sum;
      }
      all.add(sum);
    }
    return all;
  }

  /** The configuration with everything that was found in the data. */
  Config config() {
    return plan.config();
  }

  /** What the network is told of a scan beside its image; empty for most networks. */
  Optional<Conditioning> conditioning() {
    return conditioning;
  }

  BatchSource training() {
    return training;
  }

  BatchSource validation() {
    return validation;
  }

  @Override
  public void close() throws IOException {
    training.close();
    validation.close();
    shelf.close();
  }
}
