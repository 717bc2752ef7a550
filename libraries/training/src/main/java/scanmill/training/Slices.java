package scanmill.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scanmill.engine.Tensor;

/** Slices of tensors for people to look at: of volumes the one in the middle. */
final class Slices {
  private Slices() {}

  /**
   * @param tensor (N, C, H, W) or (N, C, H, W, D)
   * @return (H, W), last axis fastest, a copy
   */
  static float[] channel(Tensor tensor, int sample, int channel) {
    int[] shape = tensor.shape();
    int depth = shape.length == 5 ? shape[4] : 1;
    int pixels = shape[2] * shape[3];
    int from = (sample * shape[1] + channel) * pixels * depth;
    if (depth == 1) {
      return Arrays.copyOfRange(tensor.values(), from, from + pixels);
    }
    float[] slice = new float[pixels];
    for (int p = 0; p < pixels; p++) {
      slice[p] = tensor.values()[from + p * depth + depth / 2];
    }
    return slice;
  }

  /** All channels of a sample. */
  static List<float[]> channels(Tensor tensor, int sample) {
    List<float[]> channels = new ArrayList<>();
    for (int c = 0; c < tensor.extent(1); c++) {
      channels.add(channel(tensor, sample, c));
    }
    return channels;
  }
}
