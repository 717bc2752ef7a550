/**
 * Models in and out: packages of ivadomed and MONAI read and written, and cards that say what a
 * model is.
 */
@NullMarked
package scanmill.exchange;

import org.jspecify.annotations.NullMarked;
