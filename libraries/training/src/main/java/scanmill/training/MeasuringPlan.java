package scanmill.training;

import scanmill.configuration.Config;
import scanmill.configuration.EvaluationParameters;
import scanmill.configuration.Overlap;
import scanmill.configuration.SizeUnit;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.ObjectSizes;
import scanmill.metrics.OverlapUnit;

/** What a configuration wants to be measured. */
public final class MeasuringPlan {
  private MeasuringPlan() {}

  /** For {@link scanmill.metrics.Evaluation}. */
  public static EvaluationPlan of(Config config) {
    EvaluationParameters asked = config.evaluationParameters();
    EvaluationPlan usual = EvaluationPlan.DEFAULT;
    return new EvaluationPlan(
        asked.objectDetectionMetrics(),
        asked.overlap().map(Overlap::thr).orElse(usual.overlapThr()),
        asked
            .overlap()
            .map(overlap -> OverlapUnit.valueOf(overlap.unit().name()))
            .orElse(usual.overlapUnit()),
        asked.targetSize().map(size -> new ObjectSizes(size.thr(), size.unit() == SizeUnit.MM3)),
        config.likeIvadomed());
  }
}
