package scanmill.testsupport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The end of a process at a chosen moment: one call to a port throws, before or after it took
 * effect.
 *
 * <p>Wrap every port of a use case with one crash and run it for call 1, 2, 3, … until {@link
 * #happened} stays false; after each, run the use case again on the bare ports and compare with an
 * undisturbed run. That enumerates every place where a process can die between two acts.
 */
public final class Crash {
  private final int atCall;
  private final boolean afterwards;
  private int calls;
  private boolean happened;

  private Crash(int atCall, boolean afterwards) {
    this.atCall = atCall;
    this.afterwards = afterwards;
  }

  /** Dies at the n-th call, counted from 1 over all ports, before it has any effect. */
  public static Crash before(int call) {
    return new Crash(call, false);
  }

  /** Dies after the n-th call took effect and before its caller knows. */
  public static Crash after(int call) {
    return new Crash(call, true);
  }

  /** The port with this crash waiting in it. */
  public <T> T around(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  /** Whether the call was reached. */
  public synchronized boolean happened() {
    return happened;
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    boolean now = next();
    if (now && !afterwards) {
      throw new Happened(method.getName());
    }
    Object result;
    try {
      result = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    if (now) {
      throw new Happened(method.getName());
    }
    return result;
  }

  private synchronized boolean next() {
    boolean now = ++calls == atCall;
    happened |= now;
    return now;
  }

  /** The crash: an Error, since no use case has a say in the end of its process. */
  public static final class Happened extends Error {
    private static final long serialVersionUID = 1L;

    Happened(String call) {
      super("The process died at " + call);
    }
  }
}
