/**
 * The door for people and programs: requests go in as JSON and come out as facts on the log; all
 * facts of a scan or a run are folded into one answer.
 *
 * <p>Read {@link scanmill.gateway.ReadModel} for what is remembered and the classes named {@code
 * …Resource} for what can be asked.
 */
@NullMarked
package scanmill.gateway;

import org.jspecify.annotations.NullMarked;
