package scanmill.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Where and how networks run. */
@ConfigMapping(prefix = "scanmill.inference")
public interface InferenceSettings {
  /** {@code cpu} (ONNX Runtime), {@code cuda:0} (libtorch), or {@code auto}. */
  @WithDefault("cpu")
  String device();

  /** Threads of one prediction on the CPU; as many as there are processors where absent. */
  OptionalInt threads();

  /** Scans that are in the network at a time; the others wait outside of memory. */
  @WithDefault("1")
  int atOnce();

  /** Models that stay loaded. */
  @WithDefault("8")
  int modelsKept();

  /** What the weights of loaded models may come to, in bytes; one model is always kept. */
  @WithDefault("4294967296")
  long modelBytesKept();

  /**
   * Slices that go through a 2D network together. On a processor two are as fast as it gets: what a
   * layer makes of more no longer fits its caches. A GPU wants more.
   */
  @WithDefault("2")
  int slicesTogether();

  /**
   * Bytes that the sample, its result and the network may take together, for each scan in the
   * network; as much as Java may have where absent.
   */
  OptionalLong memoryBytes();
}
