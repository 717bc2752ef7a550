package scanmill.specs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an absent key means. The value is JSON ({@code 0.3}, {@code [1, 2]}, {@code {}}); for text
 * and enums it is the bare word.
 *
 * <p>{@code @Default("null")} on an {@code Optional} means empty, as without it, and has the key
 * written as {@code null} rather than left out.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  String value();
}
