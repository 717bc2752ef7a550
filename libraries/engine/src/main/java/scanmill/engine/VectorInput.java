package scanmill.engine;

/**
 * What a network takes beside the image: a few numbers per sample, (N, width).
 *
 * @param name as in {@link Inputs}, TorchScript and ONNX
 * @param width numbers per sample, at least 1
 */
public record VectorInput(String name, int width) {
  public VectorInput {
    if (width < 1) {
      throw new IllegalArgumentException("An input has a width, not " + width);
    }
  }
}
