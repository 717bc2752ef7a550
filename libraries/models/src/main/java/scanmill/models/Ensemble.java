package scanmill.models;

import java.util.List;
import java.util.function.Function;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Seed;
import scanmill.engine.Tensor;
import scanmill.problems.BadInputException;

/**
 * Several networks that are asked alike, and the mean of what they say: folds of one dataset, runs
 * with other seeds, packages of the same classes. Every window is cut once for all of them.
 */
public final class Ensemble extends Around {
  private final List<Predictor> members;

  /**
   * @param members at least one; closed with this
   * @throws BadInputException {@code ensemble-members-differ} if they take other inputs or know
   *     another number of classes
   */
  public Ensemble(List<Predictor> members) {
    super(first(members));
    this.members = List.copyOf(members);
    for (Predictor member : members) {
      Predictor first = members.get(0);
      if (member.inputChannels() != first.inputChannels()
          || member.dimensions() != first.dimensions()
          || !member.outputChannels().equals(first.outputChannels())
          || !member.vectors().equals(first.vectors())) {
        throw BadInputException.of(
            "ensemble-members-differ",
            "Networks of an ensemble take the same images and know the same classes; found "
                + described(first)
                + " and "
                + described(member)
                + ".",
            "Put together models that were trained with the same configuration.");
      }
    }
  }

  private static Predictor first(List<Predictor> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("An ensemble has at least one member");
    }
    return members.get(0);
  }

  private static String described(Predictor member) {
    return member.inputChannels()
        + " channels in "
        + member.dimensions()
        + "D to "
        + (member.outputChannels().isPresent() ? member.outputChannels().getAsInt() : "any")
        + " classes";
  }

  @Override
  public Tensor predict(Inputs inputs) {
    return mean(member -> member.predict(inputs));
  }

  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    return mean(
        member -> {
          long[] own = seeds.clone();
          for (int n = 0; n < own.length; n++) {
            own[n] = Seed.of(own[n], members.indexOf(member));
          }
          return member.predictDropping(inputs, own);
        });
  }

  private Tensor mean(Function<Predictor, Tensor> answer) {
    if (members.size() == 1) {
      return answer.apply(members.get(0));
    }
    Tensor first = answer.apply(members.get(0));
    double[] sums = new double[first.size()];
    add(first, sums);
    for (Predictor member : members.subList(1, members.size())) {
      add(answer.apply(member), sums);
    }
    float[] mean = new float[sums.length];
    for (int v = 0; v < mean.length; v++) {
      mean[v] = (float) (sums[v] / members.size());
    }
    return Tensor.of(mean, first.shape());
  }

  private static void add(Tensor answer, double[] sums) {
    float[] values = answer.values();
    for (int v = 0; v < sums.length; v++) {
      sums[v] += values[v];
    }
  }

  @Override
  public void close() {
    members.forEach(Predictor::close);
  }
}
