package scanmill.pickles;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle that a test puts together, one instruction after another. */
final class Assembly {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Assembly protocol2() {
    return new Assembly().op(0x80, 2);
  }

  /** Instructions and their operands as they are. */
  Assembly op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  Assembly raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Assembly line(String instruction) {
    return raw((instruction + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Assembly text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return op('X').raw(little(4, bytes.length)).raw(bytes);
  }

  Assembly number(int value) {
    return op('J').raw(little(4, value));
  }

  Assembly global(String module, String name) {
    return line("c" + module).line(name);
  }

  /** A tuple of whole numbers. */
  Assembly numbers(int... values) {
    op('(');
    for (int value : values) {
      number(value);
    }
    return op('t');
  }

  /**
   * {@code torch._utils._rebuild_tensor_v2(storage, from, shape, strides, False, OrderedDict())}.
   */
  Assembly tensor(String type, String key, int length, int from, int[] shape, int[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(');
    op('(').text("storage").global("torch", type).text(key).text("cpu").number(length).op('t', 'Q');
    number(from).numbers(shape).numbers(strides).op(0x89);
    return global("collections", "OrderedDict").op(')', 'R', 't', 'R');
  }

  byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  static byte[] little(int size, long value) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    byte[] bytes = new byte[size];
    buffer.get(0, bytes);
    return bytes;
  }
}
