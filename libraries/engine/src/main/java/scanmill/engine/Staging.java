package scanmill.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The door through which batches enter libtorch: one host tensor that is written again and again as
 * long as the shape stays, since every new one would cost a direct buffer that only the garbage
 * collector frees.
 */
final class Staging implements AutoCloseable {
  private final PtNDManager host;
  private final ai.djl.Device device;
  private int[] shape = {-1};
  private PtNDArray array;
  private FloatBuffer view;

  Staging(PtNDManager manager, Device device) {
    this.host = manager.newSubManager(ai.djl.Device.cpu());
    this.device = device.djl();
    array = (PtNDArray) host.zeros(new Shape(0));
    view = FloatBuffer.allocate(0);
  }

  /**
   * The values on the device; valid until the next call. On a CUDA device a copy, which belongs to
   * the current scope.
   */
  PtNDArray put(float[] values, int... extents) {
    if (!Arrays.equals(shape, extents)) {
      array.close();
      array = (PtNDArray) host.zeros(new Shape(Arrays.stream(extents).asLongStream().toArray()));
      // It outlives the scope of the step that happens to make it.
      NDScope.unregister(array);
      view = array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
      shape = extents.clone();
    }
    view.put(0, values);
    NDArray there = device.isGpu() ? array.toDevice(device, true) : array;
    return (PtNDArray) there;
  }

  @Override
  public void close() {
    host.close();
  }
}
