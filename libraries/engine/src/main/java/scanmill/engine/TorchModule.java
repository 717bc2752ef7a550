package scanmill.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A loaded TorchScript module. Calls from several threads do not disturb each other as long as no
 * method changes a tensor.
 */
final class TorchModule implements AutoCloseable {
  private final PtNDManager manager;
  private final PtSymbolBlock block;

  TorchModule(byte[] archive, Device device) {
    Native.load();
    manager = (PtNDManager) NDManager.newBaseManager(device.djl(), "PyTorch");
    try {
      block = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false);
    } catch (IOException impossible) {
      manager.close();
      throw new UncheckedIOException(impossible);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The owner of what lives as long as the module. */
  PtNDManager manager() {
    return manager;
  }

  /**
   * Calls a method that returns a tensor, which belongs to {@code owner}.
   *
   * <p>The profiling executor is left out: it may compute the first calls of a process otherwise
   * than later ones, and then a resumed run would differ in the last bit. It also warms up for
   * longer.
   */
  PtNDArray call(String method, boolean gradients, PtNDManager owner, IValue... arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    try (IValue result = TorchScriptCall.run(block, method, gradients, arguments)) {
      return result.toTensor(owner);
    }
  }

  /** Calls a method that returns a list of tensors. */
  PtNDArray[] callForList(String method, PtNDManager owner, IValue... arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    try (IValue result = TorchScriptCall.run(block, method, true, arguments)) {
      return result.toTensorArray(owner);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
