package scanmill.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** One class of a batch, differentiably. */
final class LossSlices {
  private LossSlices() {}

  /** (N, 1, ...) of (N, C, ...). */
  static NDArray ofClass(NDArray batch, int index) {
    return batch.get(new NDIndex(":, {}:{}", index, index + 1));
  }
}
