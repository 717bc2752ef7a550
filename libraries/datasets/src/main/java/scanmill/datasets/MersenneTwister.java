package scanmill.datasets;

/**
 * The 32-bit generator behind numpy's legacy {@code RandomState} and Python's {@code random}.
 *
 * <p>Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998.
 */
final class MersenneTwister {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int next = N;

  private MersenneTwister() {}

  /** As {@code init_genrand} seeds, and numpy with a whole number from 0 to 4294967295. */
  static MersenneTwister ofNumpySeed(long seed) {
    MersenneTwister twister = new MersenneTwister();
    twister.seed((int) seed);
    return twister;
  }

  /** As {@code init_by_array} seeds, and Python with a whole number from 0 to 4294967295. */
  static MersenneTwister ofPythonSeed(long seed) {
    MersenneTwister twister = new MersenneTwister();
    twister.seed(19650218);
    int[] s = twister.state;
    int i = 1;
    for (int k = N; k > 0; k--) {
      s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >>> 30)) * 1664525)) + (int) seed;
      if (++i >= N) {
        s[0] = s[N - 1];
        i = 1;
      }
    }
    for (int k = N - 1; k > 0; k--) {
      s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >>> 30)) * 1566083941)) - i;
      if (++i >= N) {
        s[0] = s[N - 1];
        i = 1;
      }
    }
    s[0] = 0x80000000;
    return twister;
  }

  private void seed(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** 32 random bits. */
  int nextBits() {
    if (next == N) {
      twist();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
    next = 0;
  }
}
