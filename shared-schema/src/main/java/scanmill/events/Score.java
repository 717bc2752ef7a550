package scanmill.events;

/**
 * A comparison of two label maps, as a number with a unit.
 *
 * @param label which class, by name
 * @param value NaN is written as null where the metric is undefined
 * @param unit {@code 1} for a ratio, {@code mm}, {@code mm3}
 */
public record Score(String label, String metric, double value, String unit) {}
