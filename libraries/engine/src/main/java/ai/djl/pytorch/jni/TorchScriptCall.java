package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Runs any method of a TorchScript module with any arguments, with autograd if wanted.
 *
 * <p>Lives in DJL's package because the native entry point is package-private there; DJL's public
 * {@code runMethod} always runs in inference mode, whose results cannot be differentiated.
 */
public final class TorchScriptCall {
  private TorchScriptCall() {}

  /**
   * @param recordsGradients false runs in inference mode
   * @return to be closed by the caller, like every argument
   */
  public static IValue run(
      PtSymbolBlock module, String method, boolean recordsGradients, IValue... arguments) {
    long[] handles = new long[arguments.length];
    for (int n = 0; n < handles.length; n++) {
      handles[n] = arguments[n].getHandle();
    }
    return new IValue(
        PyTorchLibrary.LIB.moduleRunMethod(
            module.getHandle(), method, handles, recordsGradients, false));
  }
}
