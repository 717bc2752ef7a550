package scanmill.pickles;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pickle has made and not yet put anywhere, its marks, and what it will come back to. */
final class PickleStack {
  private final PickleBytes in;
  private final List<Object> values = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, Object> memo = new HashMap<>();

  PickleStack(PickleBytes in) {
    this.in = in;
  }

  void push(Object value) {
    in.countValue();
    values.add(value);
  }

  Object pop() {
    if (values.size() <= floor()) {
      throw Refused.malformed(in.where(), "an instruction without its value at byte " + in.at());
    }
    return values.remove(values.size() - 1);
  }

  Object top() {
    Object top = pop();
    values.add(top);
    return top;
  }

  void mark() {
    in.countValue();
    marks.push(values.size());
  }

  /** Takes what lies above the last mark, and the mark. */
  List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw Refused.malformed(in.where(), "an instruction without its mark at byte " + in.at());
    }
    List<Object> above = values.subList(marks.pop(), values.size());
    List<Object> popped = new ArrayList<>(above);
    above.clear();
    return popped;
  }

  /** Python's {@code POP}, which takes a mark if nothing lies above it. */
  void drop() {
    if (!marks.isEmpty() && marks.element() == values.size()) {
      marks.pop();
    } else {
      pop();
    }
  }

  void remember(long key) {
    if (key < 0) {
      throw Refused.malformed(in.where(), "a place of " + key + " at byte " + in.at());
    }
    in.countValue();
    memo.put(key, top());
  }

  /** As protocol 4 does, at the next free place. */
  void rememberNext() {
    remember(memo.size());
  }

  void recall(long key) {
    push(
        Optional.ofNullable(memo.get(key))
            .orElseThrow(
                () ->
                    Refused.malformed(
                        in.where(), "a value used before it is made at byte " + in.at())));
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.element();
  }
}
