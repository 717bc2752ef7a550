package scanmill.networks;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * Several losses added up.
 *
 * @param lossesList their names
 * @param paramsList the arguments of each; null, or no list at all, means their defaults
 * @param weights what each counts, at least 0, not all 0; none given means 1 each
 */
public record LossCombination(
    List<String> lossesList,
    @Default("null") Optional<List<Optional<ObjectNode>>> paramsList,
    @Default("null") Optional<List<Double>> weights)
    implements LossFunction {
  public LossCombination {
    lossesList = List.copyOf(lossesList);
    paramsList = paramsList.map(List::copyOf);
    weights = weights.map(List::copyOf);
    weights.ifPresent(each -> LossArguments.weights("weights", each));
    int losses = lossesList.size();
    if (losses == 0
        || paramsList.map(List::size).orElse(losses) != losses
        || weights.map(List::size).orElse(losses) != losses) {
      throw new IllegalArgumentException(
          "losses_list names at least one loss, and params_list and weights have one element for"
              + " each");
    }
    built(lossesList, paramsList);
  }

  private static List<LossFunction> built(
      List<String> names, Optional<List<Optional<ObjectNode>>> params) {
    List<LossFunction> losses = new ArrayList<>();
    for (int n = 0; n < names.size(); n++) {
      int index = n;
      JsonNode args =
          params.flatMap(all -> all.get(index)).orElseGet(JsonNodeFactory.instance::objectNode);
      losses.add(Losses.CATALOG.read(names.get(n), args, "LossCombination.losses_list[" + n + "]"));
    }
    return losses;
  }

  /** The losses, in their order. */
  public List<LossFunction> losses() {
    return built(lossesList, paramsList);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    return sum(loss -> loss.of(prediction, target));
  }

  @Override
  public NDArray of(List<NDArray> levels, NDArray target) {
    return sum(loss -> loss.of(levels, target));
  }

  private NDArray sum(Function<LossFunction, NDArray> value) {
    List<LossFunction> losses = losses();
    NDArray sum = weighted(0, value.apply(losses.get(0)));
    for (int n = 1; n < losses.size(); n++) {
      sum = sum.add(weighted(n, value.apply(losses.get(n))));
    }
    return sum;
  }

  private NDArray weighted(int n, NDArray value) {
    return weights.isPresent() ? value.mul(weights.get().get(n).floatValue()) : value;
  }
}
