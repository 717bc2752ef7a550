package scanmill.engine;

/** Tensors of sine waves: unlike everywhere, the same on every run. */
final class Waves {
  private Waves() {}

  static Tensor of(double frequency, int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = (float) Math.sin(frequency * i);
    }
    return tensor;
  }

  /** 1 where the wave is positive, 0 elsewhere. */
  static Tensor mask(double frequency, int... shape) {
    Tensor tensor = of(frequency, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = tensor.values()[i] > 0 ? 1 : 0;
    }
    return tensor;
  }
}
