package scanmill.datasets;

import java.util.List;

/**
 * One sample to be made; with a plan, a seed and an epoch it says every number of it.
 *
 * @param source of the prepared scan, 64 hex digits
 * @param sample its number among all samples of the phase
 * @param place its number among the windows of the scan's grid, or among the patches drawn from it
 * @param occurrence how many times the epoch has had this sample before; above 0 only where samples
 *     are balanced
 * @param id for people: {@code sub-01_T1w#12}
 * @param conditions what the network is told beside the image; empty for most networks
 */
public record SampleRef(
    String source, int sample, int place, int occurrence, String id, List<Double> conditions) {
  public SampleRef {
    conditions = List.copyOf(conditions);
  }
}
