package scanmill.engine;

/**
 * Dropout of single numbers as TorchScript text: which ones are dropped is a hash of (seed, place,
 * position), the same on every device, in every thread and after a restart. libtorch's own dropout
 * draws from one generator per process.
 */
final class ElementDropout {
  static final String NAME = "element_dropout";

  /**
   * 32-bit numbers in 64 bits, so that products stay positive; two rounds of multiply and shift.
   */
  private static final String METHOD =
      """
        def element_dropout(self: SELF, x: Tensor, rate: float, seed: int, place: int) -> Tensor:
          i = torch.sub(torch.cumsum(torch.ones_like(torch.reshape(x, [-1]), dtype=4), 0), 1)
          low = torch.bitwise_and(torch.add(torch.mul(i, 1640531527), seed), 4294967295)
          a = torch.add(low, torch.mul(torch.add(place, 1), 668265263))
          b = torch.bitwise_and(a, 4294967295)
          c = torch.bitwise_xor(b, torch.__rshift__(b, 16))
          d = torch.bitwise_and(torch.mul(c, 2146121005), 4294967295)
          e = torch.bitwise_xor(d, torch.__rshift__(d, 15))
          f = torch.bitwise_and(torch.mul(e, 830770091), 4294967295)
          g = torch.bitwise_xor(f, torch.__rshift__(f, 16))
          kept = torch.reshape(torch.ge(g, torch.mul(rate, 4294967296.)), torch.size(x))
          return torch.div(torch.mul(x, kept), torch.sub(1., rate))
      """;

  private ElementDropout() {}

  static String method(String self) {
    return METHOD.replace("SELF", self);
  }

  /** What the method takes: 32 bits. */
  static long seed(long seed) {
    return SplitMix.mix(seed) & 0xffffffffL;
  }
}
