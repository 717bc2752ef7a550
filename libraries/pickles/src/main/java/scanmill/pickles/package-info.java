/**
 * Old files of Python read without Python: splits that joblib wrote, and weights that PyTorch
 * wrote.
 *
 * <p>A pickle is a program. It is followed here only as far as it makes plain values; the few
 * classes that these files need are made by code of this package, and any other class ends the
 * reading before anything is made of it. So no file can run anything.
 */
@NullMarked
package scanmill.pickles;

import org.jspecify.annotations.NullMarked;
