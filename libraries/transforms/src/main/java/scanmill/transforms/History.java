package scanmill.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import scanmill.problems.BadInputException;
import scanmill.specs.OwnJson;
import scanmill.specs.StrictJson;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;

/**
 * What was done to a sample, first things first: a way there and a way back.
 *
 * @param steps each on the grid that the one before it led to
 */
public record History(List<Applied> steps) implements OwnJson {

  public History {
    steps = List.copyOf(steps);
  }

  /** What was done to a sample so far. */
  public static History of(Sample sample) {
    return new History(sample.history());
  }

  /** Does the same to another sample; of the same origin, it gives the same result. */
  public Sample replay(Sample origin) {
    Sample sample = origin;
    for (Applied step : steps) {
      sample = sample.apply(step.transform());
    }
    return sample;
  }

  /**
   * Brings a prediction back, step by step, onto the grid that the first step began with.
   *
   * @param probabilities on the grid that the last step led to
   * @throws IllegalArgumentException if it has another number of voxels
   */
  public ProbabilityMap undo(ProbabilityMap probabilities) {
    ProbabilityMap back = probabilities;
    for (int s = steps.size() - 1; s >= 0; s--) {
      Applied step = steps.get(s);
      back = step.transform().undo(back, step.before());
    }
    return back;
  }

  /**
   * As an object that {@link #fromJson} reads back to an equal history: {@code {"steps": [{"name":
   * "CenterCrop", "arguments": {"size": [64, 64]}, "shape": [131, 141, 16], "affine": [1.0, …]}]}}.
   */
  @Override
  public ObjectNode toJson() {
    return StrictJson.write(new Document(steps.stream().map(Entry::of).toList()));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param where a file name or a path of keys; begins every message
   * @throws BadInputException if it is anything else
   */
  public static History fromJson(JsonNode node, String where) {
    List<Entry> entries = StrictJson.read(node, Document.class, where).steps();
    return new History(entries.stream().map(entry -> entry.applied(where)).toList());
  }

  private record Document(List<Entry> steps) {}

  private record Entry(
      String name, ObjectNode arguments, List<Integer> shape, List<Double> affine) {

    Entry {
      if (shape.size() != 3 || affine.size() != 12) {
        throw new IllegalArgumentException(
            "A grid has a shape of 3 numbers and an affine of 12; found "
                + shape.size()
                + " and "
                + affine.size());
      }
      grid(shape, affine);
    }

    static Entry of(Applied step) {
      GridShape n = step.before().shape();
      return new Entry(
          Transforms.CATALOG.nameOf(step.transform()),
          Transforms.CATALOG.write(step.transform()),
          List.of(n.i(), n.j(), n.k()),
          Arrays.stream(step.before().affine().rowMajor()).boxed().toList());
    }

    private static Grid grid(List<Integer> shape, List<Double> affine) {
      return new Grid(
          new GridShape(shape.get(0), shape.get(1), shape.get(2)),
          Affine.of(affine.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    Applied applied(String where) {
      RandomTransform read = Transforms.CATALOG.read(name, arguments, where);
      if (read instanceof Transform fixed) {
        return new Applied(fixed, grid(shape, affine));
      }
      throw BadInputException.of(
          "history-not-fixed",
          where
              + ": a history is made of transforms that were drawn; found the distribution "
              + name
              + ".",
          "Give the history as it was written.");
    }
  }
}
