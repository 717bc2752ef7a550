package scanmill.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * Differentiable operators of libtorch that DJL does not offer or offers with other numbers, for
 * every floating type and device. Thread-safe. Results belong to the manager of the first argument
 * and to the current scope.
 */
public final class Operators {
  private static final String SELF = "self: __torch__." + ModuleTree.ROOT;

  /** How every update begins: with the global norm, and only if that is a number. */
  private static final String CLIP =
      """
        n = torch.norm(torch.stack(torch._foreach_norm(gs, 2), 0))
        if bool(torch.isfinite(n)):
          if torch.gt(max_norm, 0.):
            c = torch.clamp(torch.mul(torch.reciprocal(torch.add(n, 1e-06)), max_norm), None, 1.)
            torch._foreach_mul_(gs, c)
          torch.add_(step, 1)
      """
          .indent(2);

  /** How every update ends. */
  private static final String FORGET =
      """
        torch._foreach_zero_(gs)
        return n
      """
          .indent(2);

  private static final String METHODS =
      """
        def binary_cross_entropy(SELF, p: Tensor, t: Tensor) -> Tensor:
          return torch.binary_cross_entropy(p, t, None, 1)
        def instance_norm(SELF, x: Tensor, eps: float) -> Tensor:
          return torch.instance_norm(x, None, None, None, None, True, 0.1, eps, True)
        def upsample2d(SELF, x: Tensor, like: Tensor) -> Tensor:
          return torch.upsample_bilinear2d(x, torch.slice(torch.size(like), 2, None, 1), True)
        def upsample3d(SELF, x: Tensor, like: Tensor) -> Tensor:
          return torch.upsample_trilinear3d(x, torch.slice(torch.size(like), 2, None, 1), True)
        def average2d(SELF, x: Tensor, like: Tensor) -> Tensor:
          return torch.adaptive_avg_pool2d(x, torch.slice(torch.size(like), 2, None, 1))
        def average3d(SELF, x: Tensor, like: Tensor) -> Tensor:
          return torch.adaptive_avg_pool3d(x, torch.slice(torch.size(like), 2, None, 1))
        def nearest2d(SELF, x: Tensor, like: Tensor) -> Tensor:
          return torch.upsample_nearest2d(x, torch.slice(torch.size(like), 2, None, 1))
        def nearest3d(SELF, x: Tensor, like: Tensor) -> Tensor:
          return torch.upsample_nearest3d(x, torch.slice(torch.size(like), 2, None, 1))
        def average_pool2d(SELF, x: Tensor, kernel: List[int], stride: List[int], padding: List[int]) -> Tensor:
          return torch.avg_pool2d(x, kernel, stride, padding, False, False, None)
        def average_pool3d(SELF, x: Tensor, kernel: List[int], stride: List[int], padding: List[int]) -> Tensor:
          return torch.avg_pool3d(x, kernel, stride, padding, False, False, None)
        def transposed2d(SELF, x: Tensor, w: Tensor, b: Tensor, stride: List[int]) -> Tensor:
          return torch.conv_transpose2d(x, w, b, stride, [0, 0], [0, 0], 1, [1, 1])
        def transposed3d(SELF, x: Tensor, w: Tensor, b: Tensor, stride: List[int]) -> Tensor:
          return torch.conv_transpose3d(x, w, b, stride, [0, 0, 0], [0, 0, 0], 1, [1, 1, 1])
        def feature_dropout(SELF, x: Tensor, p: float) -> Tensor:
          return torch.feature_dropout(x, p, True)
        def assign(SELF, to: Tensor, values: Tensor) -> Tensor:
          return torch.copy_(to, values)
        def fused_adam(SELF, ps: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], step: Tensor, lr: float, b1: float, b2: float, eps: float, decay: float, max_norm: float) -> Tensor:
      CLIP
            steps = torch.mul([step], torch.len(ps))
            torch._fused_adam_(ps, gs, ms, vs, [], steps, lr=lr, beta1=b1, beta2=b2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
      FORGET
        def fused_adamw(SELF, ps: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], step: Tensor, lr: float, b1: float, b2: float, eps: float, decay: float, max_norm: float) -> Tensor:
      CLIP
            steps = torch.mul([step], torch.len(ps))
            torch._fused_adamw_(ps, gs, ms, vs, [], steps, lr=lr, beta1=b1, beta2=b2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
      FORGET
        def fused_sgd(SELF, ps: List[Tensor], gs: List[Tensor], ms: List[Tensor], step: Tensor, lr: float, momentum: float, nesterov: bool, decay: float, max_norm: float) -> Tensor:
      CLIP
            buffers = torch.slice(ms, 0, torch.mul(torch.len(ms), int(torch.gt(momentum, 0.))), 1)
            torch._fused_sgd_(ps, gs, buffers, weight_decay=decay, momentum=momentum, lr=lr, dampening=0., nesterov=nesterov, maximize=False, is_first_step=False, grad_scale=None, found_inf=None)
      FORGET
      """
              .replace("SELF", SELF)
              .replace("CLIP\n", CLIP)
              .replace("FORGET\n", FORGET)
          + ElementDropout.method("__torch__." + ModuleTree.ROOT);

  private Operators() {}

  private static final class Library {
    static final TorchModule MODULE =
        new TorchModule(TorchScriptArchive.ofMethods(METHODS), Device.CPU);

    private Library() {}
  }

  /**
   * The mean over all elements of -(t ln p + (1 - t) ln(1 - p)), logarithms cut off at -100; its
   * gradient is finite everywhere.
   *
   * @return a scalar
   */
  public static NDArray binaryCrossEntropy(NDArray prediction, NDArray target) {
    return call("binary_cross_entropy", List.of(prediction, target));
  }

  /** Each channel of each sample to mean 0 and variance 1 over space. */
  public static NDArray instanceNorm(NDArray x, double epsilon) {
    return call("instance_norm", List.of(x), IValue.from(epsilon));
  }

  /** Bilinear or trilinear, by rank, to the spatial extent of {@code like}; corners aligned. */
  public static NDArray upsampleLike(NDArray x, NDArray like) {
    int axes = x.getShape().dimension() - 2;
    if (axes != 2 && axes != 3) {
      throw new IllegalArgumentException("2 or 3 spatial axes are required, not " + axes);
    }
    return call("upsample" + axes + "d", List.of(x, like));
  }

  /** Averages over boxes, so that the spatial extent is that of {@code like}. */
  public static NDArray averageLike(NDArray x, NDArray like) {
    int axes = x.getShape().dimension() - 2;
    if (axes != 2 && axes != 3) {
      throw new IllegalArgumentException("2 or 3 spatial axes are required, not " + axes);
    }
    return call("average" + axes + "d", List.of(x, like));
  }

  /** Drops whole channels, by libtorch's own generator, whatever the mode. */
  public static NDArray channelDropout(NDArray x, double rate) {
    return call("feature_dropout", List.of(x), IValue.from(rate));
  }

  /** The nearest voxel, in 2D or 3D by rank, on the spatial extent of {@code like}. */
  public static NDArray upsampleNearestLike(NDArray x, NDArray like) {
    int axes = x.getShape().dimension() - 2;
    if (axes != 2 && axes != 3) {
      throw new IllegalArgumentException("2 or 3 spatial axes are required, not " + axes);
    }
    return call("nearest" + axes + "d", List.of(x, like));
  }

  /** Without padding; the weight is (in, out, kernel...). */
  static NDArray transposedConvolution(NDArray x, NDArray weight, NDArray bias, long... stride) {
    return call(
        "transposed" + stride.length + "d", List.of(x, weight, bias), IValue.listFrom(stride));
  }

  /** Padding does not count, which DJL's own operator cannot be told. */
  static NDArray averagePool(NDArray x, long[] kernel, long[] stride, long[] padding) {
    return call(
        "average_pool" + kernel.length + "d",
        List.of(x),
        IValue.listFrom(kernel),
        IValue.listFrom(stride),
        IValue.listFrom(padding));
  }

  /** Drops single numbers; which ones depends on the seed, the place and the position alone. */
  static NDArray elementDropout(NDArray x, double rate, long seed, int place) {
    return call(
        ElementDropout.NAME,
        List.of(x),
        IValue.from(rate),
        IValue.from(ElementDropout.seed(seed)),
        IValue.from((long) place));
  }

  /** Closes the further arguments. */
  private static NDArray call(String method, List<NDArray> arrays, IValue... further) {
    List<IValue> arguments = new ArrayList<>();
    try {
      for (NDArray array : arrays) {
        arguments.add(IValue.from((PtNDArray) array));
      }
      arguments.addAll(List.of(further));
      PtNDManager owner = (PtNDManager) arrays.get(0).getManager();
      return Library.MODULE.call(method, true, owner, arguments.toArray(IValue[]::new));
    } finally {
      arguments.forEach(IValue::close);
    }
  }

  /** Overwrites a tensor, wherever it lives, even one that requires a gradient. */
  static void assign(PtNDArray to, Tensor values) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (PtNDManager host = (PtNDManager) NDManager.newBaseManager(Device.CPU.djl(), "PyTorch");
        PtNDArray from = (PtNDArray) host.create(values.values(), to.getShape());
        IValue target = IValue.from(to);
        IValue source = IValue.from(from)) {
      Library.MODULE.call("assign", true, host, target, source).close();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * Clips, updates and zeroes the gradients, in one native call; does nothing but zero them if
   * their norm is not finite. Gradient mode must be off.
   *
   * @param method {@code fused_adam}, {@code fused_adamw} or {@code fused_sgd}
   * @return the global norm before clipping
   */
  static PtNDArray update(String method, PtNDManager owner, IValue... arguments) {
    return Library.MODULE.call(method, true, owner, arguments);
  }
}
