package scanmill.pickles;

import java.io.Closeable;
import java.io.IOException;

/** A file of PyTorch: one value, and numbers that it points at. */
interface TorchContent extends Closeable {

  /** The value, whose tensors are {@link StoredTensor}s. */
  Object root() throws IOException;

  /** All numbers of a storage; asked for once each. */
  float[] numbers(StoredTensor.Storage storage) throws IOException;
}
