package scanmill.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C, taken once: the first runs what the command wants, the second ends the process.
 *
 * <p>Java has no public way to hear a signal, so the one every JDK has is reached by reflection;
 * where it is missing, Ctrl-C simply ends the process.
 */
final class Interrupt {
  private Interrupt() {}

  /**
   * @param first must return soon; it runs on a thread of its own
   * @return gives Ctrl-C back the meaning it had
   */
  static Runnable onFirst(Runnable first) {
    AtomicBoolean heard = new AtomicBoolean();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler react =
          (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
              return method.invoke(heard, arguments); // hashCode, equals, toString
            }
            if (heard.getAndSet(true)) {
              System.exit(1);
            }
            Thread thread = new Thread(first, "interrupt");
            thread.setDaemon(true);
            thread.start();
            return heard; // of a method that returns nothing
          };
      Object proxy =
          Proxy.newProxyInstance(Interrupt.class.getClassLoader(), new Class<?>[] {handler}, react);
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      Method handle = signal.getMethod("handle", signal, handler);
      Object before = handle.invoke(null, interrupt, proxy);
      return () -> restore(handle, interrupt, before);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return () -> {}; // Not on this JVM: Ctrl-C keeps its usual meaning.
    }
  }

  private static void restore(Method handle, Object interrupt, Object before) {
    try {
      Object unused = handle.invoke(null, interrupt, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("What could be set can be set back", e);
    }
  }
}
