package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * Weights and Biases, a service that Scanmill does not send to.
 *
 * @param wandbApiKey a secret; never kept: configurations are published with their models
 */
public record Wandb(
    @Default("") String wandbApiKey,
    @Default("temp_project") String projectName,
    @Default("temp_group") String groupName,
    @Default("temp_run") String runName,
    @Default("100") @Range(min = 1) int logGradsEvery) {
  public Wandb {
    wandbApiKey = "";
  }
}
