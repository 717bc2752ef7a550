package scanmill.kit;

import java.util.List;
import scanmill.events.Event;

/**
 * What a service does with something it heard: from input to the events that follow. A plain class
 * tested with {@code new}.
 *
 * @param <I> a {@link Heard} event, or a {@link Delivery} of something else
 */
@FunctionalInterface
public interface UseCase<I> {
  /**
   * Called again with the same input when it failed or the process died, so that it must lead to
   * the same objects and events.
   *
   * @return what to tell, in this order
   * @throws scanmill.problems.BadInputException to park the input; most use cases return a {@code
   *     *Rejected} or {@code *Failed} event instead
   * @throws Exception {@link Fault#isTransient} decides between another attempt and parking
   */
  List<? extends Event> handle(I input) throws Exception;
}
