/**
 * Neural networks as values: a graph described once, emitted for training in libtorch and for
 * inference in ONNX Runtime. The only package that sees the inner API of DJL's PyTorch engine.
 */
@NullMarked
package scanmill.engine;

import org.jspecify.annotations.NullMarked;
