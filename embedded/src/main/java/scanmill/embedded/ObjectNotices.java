package scanmill.embedded;

/** Hears of every change in the bucket. Called on the thread of the request; must not throw. */
@FunctionalInterface
public interface ObjectNotices {
  /** Nobody listens. */
  ObjectNotices NONE = notice -> {};

  void hear(ObjectNotice notice);
}
