package scanmill.metrics;

/**
 * Where a mean probably lies; both ends are NaN where nothing is known.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double low, double high) {}
