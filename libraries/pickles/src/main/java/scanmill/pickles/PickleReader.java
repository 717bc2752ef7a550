package scanmill.pickles;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.problems.BadInputException;

/**
 * Follows one pickle of protocol 0 to 5 to its end. It makes text, {@code Long}, {@code
 * BigInteger}, {@code Double}, {@code Boolean}, {@code byte[]}, lists (tuples are such that cannot
 * be changed), maps and sets in the order written, {@link None}, and what {@link Classes} allow.
 *
 * <p>Nothing is ever looked up among the classes of this machine, so a file can name what it likes.
 * Memory is bounded by {@link PickleBytes#MOST_VALUES} and the file's own length.
 */
final class PickleReader {
  private static final int LONGEST_LINE = 1000;
  private static final int LONGEST_INTEGER_BYTES = 256;

  private final PickleBytes in;
  private final Classes classes;
  private final PickleStack stack;

  private PickleReader(PickleBytes in, Classes classes) {
    this.in = in;
    this.classes = classes;
    this.stack = new PickleStack(in);
  }

  /**
   * @return the value; {@code in} then stands behind the pickle
   * @throws BadInputException {@code pickle-foreign-class}, {@code pickle-truncated}, {@code
   *     pickle-malformed}, {@code pickle-too-large}
   */
  static Object read(PickleBytes in, Classes classes) {
    return new PickleReader(in, classes).read();
  }

  private Object read() {
    for (int op = in.u8(); op != '.'; op = in.u8()) {
      if (!number(op) && !text(op) && !collection(op) && !memory(op) && !object(op)) {
        throw Refused.malformed(
            in.where(),
            String.format(
                Locale.ROOT, "the unknown instruction 0x%02x at byte %d", op, in.at() - 1));
      }
    }
    return stack.pop();
  }

  private boolean number(int op) {
    switch (op) {
      case 'N' -> stack.push(None.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'I' -> stack.push(decimal(in.line(LONGEST_LINE)));
      case 'L' -> {
        String line = in.line(LONGEST_LINE);
        stack.push(decimal(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
      }
      case 'J' -> stack.push((long) in.i32());
      case 'K' -> stack.push((long) in.u8());
      case 'M' -> stack.push((long) in.u16());
      case 0x8a -> stack.push(integer(in.u8()));
      case 0x8b -> stack.push(integer(in.i32()));
      case 'F' -> stack.push(floating(in.line(LONGEST_LINE)));
      case 'G' -> stack.push(in.bigEndianDouble());
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object decimal(String digits) {
    if (digits.equals("00") || digits.equals("01")) {
      return digits.equals("01"); // how protocol 0 writes False and True
    }
    if (!digits.matches("[+-]?[0-9]{1,700}")) {
      throw Refused.malformed(in.where(), "no whole number before byte " + in.at());
    }
    return narrowed(new BigInteger(digits));
  }

  private Object integer(int length) {
    if (length > LONGEST_INTEGER_BYTES) {
      throw Refused.tooLarge(
          in.where(),
          "whole numbers of at most " + LONGEST_INTEGER_BYTES + " bytes",
          "one of " + length);
    }
    byte[] little = in.take(length);
    byte[] big = new byte[length + 1];
    for (int n = 0; n < length; n++) {
      big[length - n] = little[n];
    }
    big[0] = (byte) (length > 0 && big[1] < 0 ? -1 : 0);
    return narrowed(new BigInteger(big));
  }

  private static Object narrowed(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private Object floating(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> {
        if (!text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?")) {
          throw Refused.malformed(in.where(), "no number before byte " + in.at());
        }
        yield Double.valueOf(text);
      }
    };
  }

  private boolean text(int op) {
    switch (op) {
      case 'S' -> stack.push(PickledText.quoted(in.line(in.remaining()), in));
      case 'V' -> stack.push(PickledText.escaped(in.line(in.remaining()), in));
      case 'T' -> stack.push(new String(in.take(in.i32()), StandardCharsets.ISO_8859_1));
      case 'U' -> stack.push(new String(in.take(in.u8()), StandardCharsets.ISO_8859_1));
      case 0x8c -> stack.push(in.text(in.u8()));
      case 'X' -> stack.push(in.text(in.u32()));
      case 0x8d -> stack.push(in.text(in.i64()));
      case 'C' -> stack.push(in.take(in.u8()));
      case 'B' -> stack.push(in.take(in.u32()));
      case 0x8e, 0x96 -> stack.push(in.take(in.i64()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean collection(int op) {
    switch (op) {
      case '(' -> stack.mark();
      case ')' -> stack.push(List.of());
      case 't' -> stack.push(tuple(stack.popToMark()));
      case 0x85 -> stack.push(tuple(popped(1)));
      case 0x86 -> stack.push(tuple(popped(2)));
      case 0x87 -> stack.push(tuple(popped(3)));
      case ']' -> stack.push(new ArrayList<>());
      case 'l' -> stack.push(stack.popToMark());
      case 'a' -> append(popped(1));
      case 'e' -> append(stack.popToMark());
      case '}' -> stack.push(new LinkedHashMap<>());
      case 'd' -> {
        List<Object> items = stack.popToMark();
        stack.push(new LinkedHashMap<>());
        put(items);
      }
      case 's' -> put(popped(2));
      case 'u' -> put(stack.popToMark());
      case 0x8f -> stack.push(new LinkedHashSet<>());
      case 0x90 -> add(stack.popToMark());
      case 0x91 -> {
        List<Object> items = stack.popToMark();
        stack.push(new LinkedHashSet<>());
        add(items);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static List<Object> tuple(List<Object> values) {
    return Collections.unmodifiableList(values);
  }

  private List<Object> popped(int count) {
    List<Object> values = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      values.add(0, stack.pop());
    }
    return values;
  }

  private void append(List<Object> items) {
    if (!(stack.top() instanceof ArrayList<?>)) {
      throw Refused.malformed(in.where(), "items for something that is no list at byte " + in.at());
    }
    @SuppressWarnings("unchecked") // only this class makes array lists, of objects
    List<Object> list = (List<Object>) stack.top();
    list.addAll(items);
  }

  private void put(List<Object> items) {
    if (!(stack.top() instanceof LinkedHashMap<?, ?>) || items.size() % 2 != 0) {
      throw Refused.malformed(in.where(), "items for something that is no dict at byte " + in.at());
    }
    @SuppressWarnings("unchecked") // only this package makes such maps, of objects
    Map<Object, Object> map = (Map<Object, Object>) stack.top();
    for (int n = 0; n < items.size(); n += 2) {
      map.put(key(items.get(n)), items.get(n + 1));
    }
  }

  private void add(List<Object> items) {
    if (!(stack.top() instanceof LinkedHashSet<?>)) {
      throw Refused.malformed(in.where(), "items for something that is no set at byte " + in.at());
    }
    @SuppressWarnings("unchecked") // only this class makes such sets, of objects
    Set<Object> set = (Set<Object>) stack.top();
    items.forEach(item -> set.add(key(item)));
  }

  /**
   * Only what is compared in the time of its length; a tuple may hold itself a million times.
   * Tensors, by which optimisers keep what they know of each, are the same only as themselves.
   */
  private Object key(Object key) {
    if (key instanceof String
        || key instanceof Number
        || key instanceof Boolean
        || key instanceof StoredTensor
        || key == None.NONE) {
      return key;
    }
    throw Refused.unexpected(
        in.where(), "text and numbers as keys of dicts and sets", Refused.kind(key));
  }

  private boolean memory(int op) {
    switch (op) {
      case 'p' -> stack.remember(place(in.line(20)));
      case 'q' -> stack.remember(in.u8());
      case 'r' -> stack.remember(in.u32());
      case 0x94 -> stack.rememberNext();
      case 'g' -> stack.recall(place(in.line(20)));
      case 'h' -> stack.recall(in.u8());
      case 'j' -> stack.recall(in.u32());
      case '0' -> stack.drop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.top());
      case 0x80 -> {
        int protocol = in.u8();
        if (protocol > 5) {
          throw Refused.malformed(in.where(), "protocol " + protocol + " of pickles");
        }
      }
      case 0x95 -> {
        long length = in.i64();
        if (length < 0 || length > in.remaining()) {
          throw Refused.truncated(in.where(), length, in.at(), (long) in.at() + in.remaining());
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private long place(String digits) {
    if (!digits.matches("[0-9]{1,10}")) {
      throw Refused.malformed(in.where(), "no place before byte " + in.at());
    }
    return Long.parseLong(digits);
  }

  private boolean object(int op) {
    switch (op) {
      case 'c' -> stack.push(known(in.line(LONGEST_LINE), in.line(LONGEST_LINE)));
      case 0x93 -> {
        List<Object> names = popped(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
          throw Refused.malformed(in.where(), "a class without a name at byte " + in.at());
        }
        stack.push(known(module, name));
      }
      case 'R', 0x81 -> {
        Object arguments = stack.pop();
        stack.push(made(stack.pop(), arguments));
      }
      case 0x92 -> {
        stack.pop(); // arguments by name, which no class here has
        Object arguments = stack.pop();
        stack.push(made(stack.pop(), arguments));
      }
      case 'i' -> {
        Known type = known(in.line(LONGEST_LINE), in.line(LONGEST_LINE));
        stack.push(made(type, stack.popToMark()));
      }
      case 'o' -> {
        List<Object> parts = stack.popToMark();
        if (parts.isEmpty()) {
          throw Refused.malformed(in.where(), "an object without a class at byte " + in.at());
        }
        stack.push(made(parts.get(0), parts.subList(1, parts.size())));
      }
      case 'b' -> {
        Object state = stack.pop();
        Object made = stack.pop();
        if (made instanceof Buildable buildable) {
          stack.push(buildable.build(state, in));
        } else if (made instanceof Map) {
          stack.push(made); // attributes of a dict, such as PyTorch's versions of modules
        } else {
          throw Refused.malformed(in.where(), "a state for " + Refused.kind(made));
        }
      }
      case 'P' -> stack.push(persistent(in.line(LONGEST_LINE)));
      case 'Q' -> stack.push(persistent(stack.pop()));
      case 0x82, 0x83, 0x84 -> throw Refused.foreign(in.where(), "a class by number");
      case 0x97, 0x98 -> throw Refused.malformed(in.where(), "values that lie in another file");
      default -> {
        return false;
      }
    }
    return true;
  }

  private Known known(String module, String name) {
    Optional<Known> known = classes.find(module, name);
    return known.orElseThrow(() -> Refused.foreign(in.where(), module + "." + name));
  }

  private Object made(Object type, Object arguments) {
    if (!(type instanceof Known known) || !(arguments instanceof List<?> values)) {
      throw Refused.malformed(
          in.where(), "a call of " + Refused.kind(type) + " at byte " + (in.at() - 1));
    }
    try {
      return known.maker().make(Collections.unmodifiableList(values));
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new BadInputException(
          Refused.malformed(in.where(), "wrong arguments of " + known.name()).problem(), e);
    }
  }

  private Object persistent(Object id) {
    return classes
        .persistent(id)
        .orElseThrow(() -> Refused.malformed(in.where(), "a value that lies outside the pickle"));
  }
}
