package scanmill.inference;

import java.util.List;
import java.util.Optional;
import scanmill.datasets.Conditioning;
import scanmill.engine.Predictor;
import scanmill.models.Cascade;
import scanmill.models.Segmenter;
import scanmill.problems.BadInputException;

/**
 * A model that is ready to predict.
 *
 * @param closing gives back what its networks hold
 * @param device {@code cpu} or {@code cuda:0}
 * @param bytes what it is taken to need, the size of its weights
 * @param cascade where it looks at what another model finds
 * @param conditioning where its network is modulated by what is known of a scan
 */
record LoadedModel(
    Runnable closing,
    Segmenter segmenter,
    String device,
    long bytes,
    Optional<Cascade> cascade,
    Optional<Conditioning> conditioning)
    implements AutoCloseable {

  /** By itself. */
  LoadedModel(Predictor predictor, Segmenter segmenter, String device, long bytes) {
    this(predictor::close, segmenter, device, bytes, Optional.empty(), Optional.empty());
  }

  /**
   * The mean of this model and others.
   *
   * @throws BadInputException {@code ensemble-members-differ} if they cannot be asked alike
   */
  Segmenter together(List<LoadedModel> others) {
    for (LoadedModel other : others) {
      if (other.cascade().isPresent() || !other.conditioning().equals(conditioning)) {
        throw BadInputException.of(
            "ensemble-members-differ",
            "Models of an ensemble look at the whole scan and are conditioned alike; one of these is"
                + " not.",
            "Put together models that were trained with the same configuration.");
      }
    }
    return segmenter.together(others.stream().map(LoadedModel::segmenter).toList());
  }

  @Override
  public void close() {
    closing.run();
  }
}
