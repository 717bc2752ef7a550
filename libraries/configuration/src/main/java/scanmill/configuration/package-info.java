/**
 * A configuration as a tree of records: ivadomed's own JSON, each key typed, with its default, and
 * refused when unknown.
 *
 * <p>Every record is a value; its component names are ivadomed's keys in camelCase.
 */
@NullMarked
package scanmill.configuration;

import org.jspecify.annotations.NullMarked;
