package scanmill.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.engine.Inputs;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.Volume;

/** What a network takes beside the windows of one scan: the same for each of them. */
record VectorRows(Map<String, float[]> rows) {
  /** What is known about the scan. */
  static final String CONDITION = "condition";

  /** Which channels are there. */
  static final String PRESENT = "present";

  /**
   * @throws BadInputException {@code condition-length} if the condition is another network's
   */
  static VectorRows of(List<VectorInput> wanted, Sample sample, SideFacts facts) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    for (VectorInput vector : wanted) {
      rows.put(vector.name(), row(vector, sample, facts));
    }
    return new VectorRows(rows);
  }

  private static float[] row(VectorInput vector, Sample sample, SideFacts facts) {
    float[] row = new float[vector.width()];
    if (vector.name().equals(PRESENT)) {
      for (int c = 0; c < row.length; c++) {
        row[c] = present(c, sample, facts) ? 1 : 0;
      }
      return row;
    }
    List<Double> condition = facts.condition();
    if (!condition.isEmpty() && condition.size() != row.length) {
      throw BadInputException.of(
          "condition-length",
          "The network is conditioned on "
              + row.length
              + " numbers; found "
              + condition.size()
              + ".",
          "Use the conditioning.json that was packaged with the model.");
    }
    for (int n = 0; n < condition.size(); n++) {
      row[n] = condition.get(n).floatValue();
    }
    return row; // zeros where nothing is known, as in training
  }

  static boolean present(int channel, Sample sample, SideFacts facts) {
    if (channel < facts.present().size()) {
      return facts.present().get(channel);
    }
    Volume volume = sample.channels().get(channel);
    for (float value : volume.data()) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  Inputs beside(Tensor image) {
    Inputs inputs = Inputs.of(image);
    int samples = image.extent(0);
    for (Map.Entry<String, float[]> row : rows.entrySet()) {
      int width = row.getValue().length;
      float[] all = new float[samples * width];
      for (int n = 0; n < samples; n++) {
        System.arraycopy(row.getValue(), 0, all, n * width, width);
      }
      inputs = inputs.with(row.getKey(), Tensor.of(all, samples, width));
    }
    return inputs;
  }
}
