package scanmill.datasets;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Patch;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Window;

/**
 * Makes batches out of prepared scans, on the thread that asks. The trainer's workers and replicas
 * elsewhere make them by this class alone, hence alike. Safe for use by many threads.
 */
public final class BatchMaker {
  /** How often a scan that somebody else took off the disk is brought back. */
  private static final int ATTEMPTS = 5;

  private final SampleMaker maker;
  private final String plan;
  private final Shelf shelf;

  /**
   * @param plan of the prepared scans, 64 hex digits
   */
  public BatchMaker(SampleMaker maker, String plan, Shelf shelf) {
    this.maker = maker;
    this.plan = plan;
    this.shelf = shelf;
  }

  /**
   * One batch of an order; see {@link #make(int, List)}.
   *
   * @param number counted from 0 within the order
   */
  public Batch make(ChunkOrder order, int number) throws IOException {
    if (!order.plan().equals(plan)) {
      throw new IllegalArgumentException(
          "An order of the plan " + order.plan() + ", to a maker of " + plan);
    }
    return make(order.epoch(), order.batches().get(number));
  }

  /**
   * @param refs at least one
   * @throws BadInputException {@code samples-differ-in-size}
   * @throws IOException if a scan cannot be lent
   */
  public Batch make(int epoch, List<SampleRef> refs) throws IOException {
    Made first = made(epoch, refs.get(0));
    int channels = first.sample().channels().size();
    int classes = first.sample().truth().map(ProbabilityMap::classes).orElse(0);
    GridShape shape = first.sample().grid().shape();
    int voxels = shape.length();
    float[] inputs = new float[refs.size() * channels * voxels];
    float[] targets = new float[refs.size() * classes * voxels];
    float[] present = new float[refs.size() * channels];
    Window all = Window.all(shape);
    List<String> ids = new ArrayList<>(refs.size());
    for (int n = 0; n < refs.size(); n++) {
      Made made = n == 0 ? first : made(epoch, refs.get(n));
      Sample sample = made.sample();
      requireShape(shape, sample.grid().shape(), refs.get(n));
      for (int c = 0; c < channels; c++) {
        if (made.present().get(c)) {
          present[n * channels + c] = 1;
          float[] values = sample.channels().get(c).data();
          Patch.copy(values, shape, all, inputs, (n * channels + c) * voxels);
        }
      }
      for (int c = 0; c < classes; c++) {
        float[] truth = sample.truth().orElseThrow().channel(c);
        Patch.copy(truth, shape, all, targets, (n * classes + c) * voxels);
      }
      ids.add(refs.get(n).id());
    }
    if (!maker.rules().softTruth()) {
      for (int v = 0; v < targets.length; v++) {
        targets[v] = targets[v] >= 0.5f ? 1 : 0;
      }
    }
    return new Batch(
        ids,
        shape(refs.size(), channels, shape),
        inputs,
        shape(refs.size(), classes, shape),
        targets,
        present,
        conditions(refs));
  }

  private Made made(int epoch, SampleRef ref) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (Shelf.Lease lease = shelf.borrow(new PreparedKey(plan, ref.source()))) {
        return maker.make(lease.scan(), ref, epoch);
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Optional<float[]> conditions(List<SampleRef> refs) {
    int length = refs.get(0).conditions().size();
    if (length == 0) {
      return Optional.empty();
    }
    float[] conditions = new float[refs.size() * length];
    for (int n = 0; n < refs.size(); n++) {
      for (int m = 0; m < length; m++) {
        conditions[n * length + m] = refs.get(n).conditions().get(m).floatValue();
      }
    }
    return Optional.of(conditions);
  }

  private int[] shape(int n, int c, GridShape shape) {
    return maker.rules().dimensions() == 2
        ? new int[] {n, c, shape.i(), shape.j()}
        : new int[] {n, c, shape.i(), shape.j(), shape.k()};
  }

  private static void requireShape(GridShape required, GridShape found, SampleRef ref) {
    if (!required.equals(found)) {
      throw BadInputException.of(
          "samples-differ-in-size",
          "All samples of a batch have one size; found "
              + required
              + " and, of "
              + ref.id()
              + ", "
              + found
              + ".",
          "Add a CenterCrop to the transformation, or set length_2D or length_3D, so that all are cut to one size.");
    }
  }
}
