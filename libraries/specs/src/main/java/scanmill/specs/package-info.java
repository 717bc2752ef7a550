/**
 * Values by name and by key: strict JSON for records, catalogues of implementations, and a nearest
 * guess for what was mistyped.
 *
 * <p>A record is its own schema: component {@code gpuIds} is key {@code gpu_ids} ({@link
 * scanmill.specs.Key} names another), {@link scanmill.specs.Default} says what an absent key means,
 * {@code Optional} components may be absent, {@link scanmill.specs.Range}, {@link
 * scanmill.specs.OneOf}, {@link scanmill.specs.Matching} and {@link scanmill.specs.Count} say which
 * values are allowed, and {@link scanmill.specs.JsonSchema} tells others all of this. Components
 * are text, numbers, booleans, enums (lower case), {@code Optional}, {@code List}, {@code Set},
 * {@code Map<String, …>}, records, JSON trees, {@link scanmill.specs.OwnJson}, and values made from
 * one text by a {@code @JsonCreator}.
 */
@NullMarked
package scanmill.specs;

import org.jspecify.annotations.NullMarked;
