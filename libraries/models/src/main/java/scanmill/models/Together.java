package scanmill.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;

/**
 * A network that several scans go through at a time: while it is at work for one of them, windows
 * of the others gather, and go through it together next. Nobody waits for company: what is alone
 * goes alone.
 *
 * <p>A window never depends on another, so answers are the same whoever else is in the batch. Where
 * a batch of several scans fails, each goes through by itself, so that none fails for another's
 * sake. Thread-safe.
 */
public final class Together extends Around {
  private final int most;
  private final ReentrantLock work = new ReentrantLock(true);
  private final Deque<Call> waiting = new ArrayDeque<>(); // guarded by itself

  /** The windows of one scan that are waiting, and then their answer. */
  private static final class Call {
    private final Inputs inputs;
    private Optional<Tensor> answer = Optional.empty(); // guarded by work

    Call(Inputs inputs) {
      this.inputs = inputs;
    }

    int windows() {
      return inputs.image().extent(0);
    }
  }

  /**
   * @param network closed with this
   * @param most windows in one batch of several scans
   */
  public Together(Predictor network, int most) {
    super(network);
    this.most = most;
  }

  @Override
  public Tensor predict(Inputs inputs) {
    Call own = new Call(inputs);
    synchronized (waiting) {
      waiting.add(own);
    }
    work.lock();
    try {
      if (own.answer.isEmpty()) {
        answer(batch(own));
      }
      return own.answer.orElseGet(() -> network.predict(own.inputs));
    } finally {
      work.unlock();
    }
  }

  /** This call, and others of the same shape that are waiting, while there is room. */
  private List<Call> batch(Call own) {
    List<Call> batch = new ArrayList<>(List.of(own));
    int windows = own.windows();
    synchronized (waiting) {
      Iterator<Call> others = waiting.iterator();
      while (others.hasNext()) {
        Call other = others.next();
        if (other.equals(own)) {
          others.remove();
        } else if (windows + other.windows() <= most && alike(own.inputs, other.inputs)) {
          others.remove();
          windows += other.windows();
          batch.add(other);
        }
      }
    }
    return batch;
  }

  private static boolean alike(Inputs one, Inputs other) {
    int[] shape = one.image().shape();
    int[] others = other.image().shape();
    shape[0] = 0;
    others[0] = 0;
    return Arrays.equals(shape, others);
  }

  /** Leaves calls without an answer where there are several and the network does not take them. */
  private void answer(List<Call> batch) {
    if (batch.size() == 1) {
      return;
    }
    Tensor all;
    try {
      all = network.predict(joined(batch));
    } catch (RuntimeException e) {
      return; // each tries by itself, and says what is wrong
    }
    int windows = batch.stream().mapToInt(Call::windows).sum();
    int each = all.size() / windows;
    int from = 0;
    for (Call call : batch) {
      int[] shape = all.shape();
      shape[0] = call.windows();
      float[] part = new float[call.windows() * each];
      System.arraycopy(all.values(), from, part, 0, part.length);
      call.answer = Optional.of(Tensor.of(part, shape));
      from += part.length;
    }
  }

  private static Inputs joined(List<Call> batch) {
    Inputs inputs = Inputs.of(rows(batch.stream().map(call -> call.inputs.image()).toList()));
    for (String name : batch.get(0).inputs.vectors().keySet()) {
      List<Tensor> vectors = batch.stream().map(call -> call.inputs.vectors().get(name)).toList();
      inputs = inputs.with(name, rows(vectors));
    }
    return inputs;
  }

  private static Tensor rows(List<Tensor> parts) {
    int[] shape = parts.get(0).shape();
    shape[0] = parts.stream().mapToInt(part -> part.extent(0)).sum();
    float[] values = new float[parts.stream().mapToInt(Tensor::size).sum()];
    int to = 0;
    for (Tensor part : parts) {
      System.arraycopy(part.values(), 0, values, to, part.size());
      to += part.size();
    }
    return Tensor.of(values, shape);
  }

  /** Calls that nobody has taken into a batch yet. */
  int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /** Seeds are those of single windows, so there is nothing to gain together. */
  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    return network.predictDropping(inputs, seeds);
  }
}
