package scanmill.engine;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Runs any method of a TorchScript module with any arguments, with autograd if wanted.
 *
 * <p>DJL's public {@code runMethod} always runs in inference mode, whose results cannot be
 * differentiated; the native entry point beneath it is package-private. It is reached by a method
 * handle, not by a class in DJL's package: frameworks may load DJL and this module by different
 * class loaders, and then a package of one name is two packages.
 */
final class TorchScriptCall {
  private static final MethodHandle MODULE_RUN_METHOD = moduleRunMethod();

  private TorchScriptCall() {}

  private static MethodHandle moduleRunMethod() {
    try {
      Class<?> library =
          Class.forName("ai.djl.pytorch.jni.PyTorchLibrary", true, IValue.class.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(library, MethodHandles.lookup());
      Field instance = library.getDeclaredField("LIB");
      MethodHandle run =
          lookup.findVirtual(
              library,
              "moduleRunMethod",
              MethodType.methodType(
                  long.class,
                  long.class,
                  String.class,
                  long[].class,
                  boolean.class,
                  boolean.class));
      MethodHandle wrap =
          MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())
              .findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
      return MethodHandles.filterReturnValue(
          run.bindTo(lookup.unreflectGetter(instance).invoke()), wrap);
    } catch (Throwable e) {
      throw new IllegalStateException("This version of DJL has no moduleRunMethod", e);
    }
  }

  /**
   * @param recordsGradients false runs in inference mode
   * @return to be closed by the caller, like every argument
   */
  static IValue run(
      PtSymbolBlock module, String method, boolean recordsGradients, IValue... arguments) {
    long[] handles = new long[arguments.length];
    for (int n = 0; n < handles.length; n++) {
      handles[n] = arguments[n].getHandle();
    }
    try {
      return (IValue)
          MODULE_RUN_METHOD.invoke(
              (long) module.getHandle(), method, handles, recordsGradients, false);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("libtorch could not run " + method, e);
    }
  }
}
