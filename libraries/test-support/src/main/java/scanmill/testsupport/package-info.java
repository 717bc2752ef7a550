/** What tests of many modules share: phantoms, contract tests, real data where it is, crashes. */
@NullMarked
package scanmill.testsupport;

import org.jspecify.annotations.NullMarked;
