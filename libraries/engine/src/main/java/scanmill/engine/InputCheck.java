package scanmill.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import scanmill.problems.BadInputException;

/** Whether a tensor is what a network takes, said before native code says it worse. */
final class InputCheck {
  private InputCheck() {}

  static void require(GraphDefinition definition, Tensor input) {
    require(definition.dimensions(), definition.inputChannels(), input);
    requireExtent(definition, input);
  }

  static void require(GraphDefinition definition, List<VectorInput> vectors, Inputs inputs) {
    require(definition, inputs.image());
    requireVectors(vectors, inputs);
  }

  /** One of {@link #requireVectors}. */
  static Tensor vector(Inputs inputs, VectorInput vector) {
    return Objects.requireNonNull(inputs.vectors().get(vector.name()), vector.name());
  }

  static void requireVectors(List<VectorInput> vectors, Inputs inputs) {
    int samples = inputs.image().extent(0);
    for (VectorInput vector : vectors) {
      Tensor given = inputs.vectors().get(vector.name());
      int[] required = {samples, vector.width()};
      if (given == null || !Arrays.equals(given.shape(), required)) {
        throw BadInputException.of(
            "input-vector",
            "The network takes "
                + Dimensions.of(required)
                + " numbers as \""
                + vector.name()
                + "\" beside the image (batch x numbers), but "
                + (given == null
                    ? "there are none."
                    : "is given " + Dimensions.of(given.shape()) + "."),
            "Give the numbers that the network was trained with, in the same order.");
      }
    }
    for (String name : inputs.vectors().keySet()) {
      if (vectors.stream().noneMatch(vector -> vector.name().equals(name))) {
        throw BadInputException.of(
            "input-vector",
            "The network takes nothing named \"" + name + "\" beside the image.",
            "Leave it out, or use a network that takes it.");
      }
    }
  }

  static void requireExtent(GraphDefinition definition, Tensor input) {
    for (int axis = 2; axis < input.rank(); axis++) {
      int smallest = definition.smallestExtent(axis - 2);
      if (input.extent(axis) < smallest) {
        throw BadInputException.of(
            "input-too-small",
            "The network needs at least "
                + smallest
                + " voxels along "
                + (smallest == definition.smallestExtent() ? "every axis" : "axis " + (axis - 1))
                + ", but the input is "
                + Dimensions.of(input.shape())
                + " (batch x channels x space).",
            "Use larger images or patches, or a network of less depth.");
      }
    }
  }

  static void require(int dimensions, int channels, Tensor input) {
    if (input.rank() != dimensions + 2) {
      throw BadInputException.of(
          "input-rank",
          "The network takes batch x channels x "
              + dimensions
              + " spatial axes, but the input is "
              + Dimensions.of(input.shape())
              + ".",
          "Use a " + (dimensions == 2 ? "3D network for volumes." : "2D network for slices."));
    }
    if (input.extent(1) != channels) {
      throw BadInputException.of(
          "input-channels",
          "The network takes " + channels + " channels, but the input has " + input.extent(1) + ".",
          "Give it as many contrasts as it was trained with, in the same order.");
    }
    if (input.size() == 0) {
      throw BadInputException.of(
          "input-empty",
          "The input " + Dimensions.of(input.shape()) + " holds no voxel.",
          "Check the images that were given.");
    }
  }

  static void requireTarget(GraphDefinition definition, Tensor input, Tensor target) {
    int[] required = definition.outputIsImage() ? input.shape() : Arrays.copyOf(input.shape(), 2);
    required[1] = definition.outputChannels();
    if (!Arrays.equals(required, target.shape())) {
      throw new IllegalArgumentException(
          "The target must be "
              + Dimensions.of(required)
              + ", but is "
              + Dimensions.of(target.shape()));
    }
  }
}
