package scanmill.specs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Between which bounds a number lies; of a list or a map, every one of its numbers. Reading refuses
 * others, and a schema says so.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** The least number that is allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** What every allowed number is above. */
  double above() default Double.NEGATIVE_INFINITY;

  /** The greatest number that is allowed. */
  double max() default Double.POSITIVE_INFINITY;
}
