package scanmill.specs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a text looks like; of a list, every one of its texts. Reading refuses others, and a schema
 * says so.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matching {
  /** A regular expression for the whole text, of the kind that Java and JSON Schema share. */
  String value();

  /** The same for people, to follow "required": {@code auto, cpu or cuda:0}. */
  String words();
}
