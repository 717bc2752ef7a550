package scanmill.training;

import java.util.List;

/**
 * The learning rate as a function of how far a run is: nothing to remember, so nothing to lose on
 * resume. Numbers are those of PyTorch's schedulers of the same names.
 */
public sealed interface Schedule {

  /** Learning rate of a step. */
  double rate(Position position);

  /** Learning rate of an epoch's first step, for schedules that do not look back. */
  default double rate(int epoch) {
    return rate(new Position(epoch, 0, 1, List.of()));
  }

  /**
   * How far a run is.
   *
   * @param epoch counted from 1
   * @param batch of the epoch, counted from 0
   * @param batches per epoch
   * @param losses of validation after the epochs before this one
   */
  record Position(int epoch, int batch, int batches, List<Double> losses) {
    public Position {
      losses = List.copyOf(losses);
    }

    /** Steps made before this one. */
    long step() {
      return (epoch - 1L) * batches + batch;
    }
  }

  /** The same rate throughout. */
  record Constant(double initial) implements Schedule {
    @Override
    public double rate(Position position) {
      return initial;
    }
  }

  /**
   * Half a cosine from {@code initial} down to {@code lowest} over {@code epochs} (Loshchilov and
   * Hutter 2017, without restarts): {@code CosineAnnealingLR} stepped after every epoch.
   */
  record Cosine(double initial, double lowest, int epochs) implements Schedule {
    @Override
    public double rate(Position position) {
      return falling(initial, lowest, (position.epoch() - 1.0) / epochs);
    }
  }

  /**
   * Half cosines one after another, each {@code longer} times as long as the one before, the first
   * over {@code first} epochs (Loshchilov and Hutter 2017): {@code CosineAnnealingWarmRestarts}.
   */
  record WarmRestarts(double initial, double lowest, int first, int longer) implements Schedule {
    public WarmRestarts {
      if (first < 1 || longer < 1) {
        throw new IllegalArgumentException("Stretches last at least one epoch and never shrink");
      }
    }

    @Override
    public double rate(Position position) {
      long length = first;
      long into = position.epoch() - 1L;
      while (into >= length) {
        into -= length;
        length *= longer;
      }
      return falling(initial, lowest, (double) into / length);
    }
  }

  /**
   * Up and down in straight lines, step by step, each peak half as high as the one before (Smith
   * 2017): {@code CyclicLR} in the mode {@code triangular2}.
   *
   * @param up steps from {@code base} to {@code peak}
   * @param down steps back
   */
  record Cyclic(double base, double peak, int up, int down) implements Schedule {
    public Cyclic {
      if (up < 1 || down < 1) {
        throw new IllegalArgumentException("A cycle goes up and down by at least one step");
      }
    }

    @Override
    public double rate(Position position) {
      long cycle = position.step() / (up + down);
      long into = position.step() % (up + down);
      double height = into <= up ? (double) into / up : (double) (up + down - into) / down;
      return base + (peak - base) * height / Math.pow(2, (double) cycle);
    }
  }

  /** From {@code initial} to 0 over {@code epochs} as a power of what is left of them. */
  record Polynomial(double initial, double power, int epochs) implements Schedule {
    @Override
    public double rate(Position position) {
      double left = 1 - (position.epoch() - 1.0) / epochs;
      return initial * Math.pow(Math.max(0, left), power);
    }
  }

  /**
   * Lower by {@code factor} whenever more than {@code patience} epochs in a row brought no loss
   * that is better than the best one by {@code threshold} of its size: {@code ReduceLROnPlateau},
   * but also for losses below 0, for which PyTorch's threshold would call every epoch better.
   */
  record Plateau(double initial, double factor, int patience, double threshold, double lowest)
      implements Schedule {
    public Plateau {
      if (!(factor > 0 && factor < 1) || patience < 0) {
        throw new IllegalArgumentException("A plateau's factor is between 0 and 1");
      }
    }

    @Override
    public double rate(Position position) {
      double rate = initial;
      double best = Double.POSITIVE_INFINITY;
      int waited = 0;
      for (double loss : position.losses()) {
        if (Double.isInfinite(best) || loss < best - threshold * Math.abs(best)) {
          best = loss;
          waited = 0;
        } else if (++waited > patience) {
          rate = Math.max(rate * factor, lowest);
          waited = 0;
        }
      }
      return rate;
    }
  }

  /** Another schedule, whose rate grows to its own in equal steps over the first epochs. */
  record WarmUp(Schedule then, int epochs) implements Schedule {
    @Override
    public double rate(Position position) {
      double share = (position.step() + 1.0) / Math.max(1L, (long) epochs * position.batches());
      return then.rate(position) * Math.min(1, share);
    }
  }

  private static double falling(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
