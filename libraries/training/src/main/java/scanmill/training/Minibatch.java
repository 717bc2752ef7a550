package scanmill.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import scanmill.datasets.Batch;
import scanmill.engine.Inputs;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;
import scanmill.problems.BadInputException;

/**
 * A batch as a network takes it.
 *
 * @param inputs the images and what the network is told beside them
 * @param target (N, K, H, W) or (N, K, H, W, D); of classifiers (N, K)
 * @param ids what the samples are, for people
 */
record Minibatch(Inputs inputs, Tensor target, List<String> ids) {
  /** Which channels are there, (N, C). */
  private static final String PRESENT = "present";

  /** What is known about each sample, (N, M). */
  private static final String CONDITION = "condition";

  Minibatch {
    ids = List.copyOf(ids);
  }

  /**
   * @param vectors what the network takes beside the image
   * @param images whether it answers with an image; if not, the target of each class is 1 where the
   *     sample shows any of it, else 0
   */
  static Minibatch of(Batch batch, List<VectorInput> vectors, boolean images) {
    Inputs inputs = Inputs.of(Tensor.of(batch.inputs(), batch.inputShape()));
    for (VectorInput vector : vectors) {
      inputs =
          inputs.with(
              vector.name(), Tensor.of(values(batch, vector), batch.size(), vector.width()));
    }
    Tensor target = Tensor.of(batch.targets(), batch.targetShape());
    return new Minibatch(inputs, images ? target : shown(target), batch.ids());
  }

  /** (N, K): whether a class is anywhere in a sample. */
  private static Tensor shown(Tensor target) {
    float[] shown = new float[target.extent(0) * target.extent(1)];
    int voxels = target.size() / shown.length;
    for (int v = 0; v < target.size(); v++) {
      if (target.values()[v] > 0) {
        shown[v / voxels] = 1;
      }
    }
    return Tensor.of(shown, target.extent(0), target.extent(1));
  }

  private static float[] values(Batch batch, VectorInput vector) {
    return switch (vector.name()) {
      case PRESENT -> batch.present();
      case CONDITION ->
          batch
              .conditions()
              .orElseThrow(
                  () ->
                      BadInputException.of(
                          "condition-missing",
                          "The network is conditioned on metadata; the samples bring none.",
                          "Name the metadata in FiLMedUnet.metadata."));
      default -> throw new IllegalArgumentException("No sample has a " + vector.name());
    };
  }

  int size() {
    return ids.size();
  }

  /** Images and targets mixed in pairs; which channels are there stays as it is. */
  Minibatch mixed(Mixup.Draw draw) {
    Tensor image = inputs.image();
    return new Minibatch(
        new Inputs(Tensor.of(draw.mix(image.values()), image.shape()), inputs.vectors()),
        Tensor.of(draw.mix(target.values()), target.shape()),
        ids);
  }

  /**
   * The same, but some channels are not there.
   *
   * @param kept (N, C), 1 for those that are
   */
  Minibatch keeping(float[] kept) {
    float[] image = inputs.image().values().clone();
    int voxels = image.length / kept.length;
    for (int c = 0; c < kept.length; c++) {
      if (kept[c] == 0) {
        Arrays.fill(image, c * voxels, (c + 1) * voxels, 0);
      }
    }
    Inputs fewer = new Inputs(Tensor.of(image, inputs.image().shape()), inputs.vectors());
    return new Minibatch(
        fewer.with(PRESENT, Tensor.of(kept, size(), kept.length / size())), target, ids);
  }

  /** Which channels are there, (N, C); empty if the network does not ask. */
  Optional<float[]> present() {
    return Optional.ofNullable(inputs.vectors().get(PRESENT)).map(Tensor::values);
  }

  /** The first samples and the others; of one sample, itself. */
  List<Minibatch> halves() {
    int half = size() / 2;
    return half == 0 ? List.of(this) : List.of(part(0, half), part(half, size()));
  }

  /** As many parts as there are, nearly alike, none of them empty; fewer of few samples. */
  List<Minibatch> parts(int wanted) {
    int count = Math.min(wanted, size());
    List<Minibatch> parts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      parts.add(part(n * size() / count, (n + 1) * size() / count));
    }
    return parts;
  }

  private Minibatch part(int from, int to) {
    Inputs some = Inputs.of(part(inputs.image(), from, to));
    for (var vector : inputs.vectors().entrySet()) {
      some = some.with(vector.getKey(), part(vector.getValue(), from, to));
    }
    return new Minibatch(some, part(target, from, to), ids.subList(from, to));
  }

  private static Tensor part(Tensor tensor, int from, int to) {
    int[] shape = tensor.shape();
    int each = tensor.size() / shape[0];
    shape[0] = to - from;
    return Tensor.of(Arrays.copyOfRange(tensor.values(), from * each, to * each), shape);
  }
}
