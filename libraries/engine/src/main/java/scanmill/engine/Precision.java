package scanmill.engine;

/** In which numbers a network learns; weights and their updates are 32 bits wide always. */
public enum Precision {
  /** 32 bits throughout. */
  FLOAT32,
  /**
   * Convolutions and linear layers in bfloat16 (8 bits of precision, the range of 32), everything
   * that ends a network in 32 bits; faster where the machine has instructions for it, and half the
   * memory between layers.
   */
  BFLOAT16
}
