package scanmill.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * libtorch in this process: loaded once, from the class path alone, silent towards the network.
 *
 * <p>The first load unpacks about 430 MB below {@code DJL_CACHE_DIR} (default {@code ~/.djl.ai}),
 * which must be writable. All methods are thread-safe.
 */
public final class Native {
  private Native() {}

  private static final class Loaded {
    static final Engine ENGINE = load();

    private Loaded() {}

    private static Engine load() {
      // Offline also switches off DJL's usage ping: a medical tool does not call home.
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("OPT_OUT_TRACKING", "true");
      if (System.getProperty("ai.djl.pytorch.num_interop_threads") == null) {
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
      }
      return Engine.getEngine("PyTorch");
    }
  }

  /** Loads libtorch if it is not loaded yet; about a second, four when it must be unpacked. */
  public static void load() {
    engine();
  }

  static Engine engine() {
    return Loaded.ENGINE;
  }

  /**
   * Threads that one operator may use from now on, in the whole process. Sums are only equal from
   * run to run under an equal number of threads.
   */
  public static void threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("At least one thread is required, not " + threads);
    }
    load();
    JniUtils.setNumThreads(threads);
  }

  public static int threads() {
    load();
    return JniUtils.getNumThreads();
  }

  /** How many CUDA devices this libtorch can use; 0 on the CPU build. */
  public static int cudaDevices() {
    return engine().getGpuCount();
  }

  /** Whether libtorch gave up for want of memory, on a GPU or in main memory. */
  public static boolean isOutOfMemory(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (said.contains("out of memory")
          || said.contains("not enough memory: you tried to allocate")
          || said.contains("can't allocate memory")) {
        return true;
      }
    }
    return false;
  }

  /** The libtorch version, for provenance. */
  public static String version() {
    return engine().getVersion();
  }
}
