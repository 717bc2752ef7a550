package scanmill.configuration;

import java.util.List;
import scanmill.specs.Default;

/**
 * A U-Net whose layers are modulated by metadata.
 *
 * @param applied whether it is the network
 * @param metadata {@code contrasts}, {@code mri_params} or a column of participants.tsv
 * @param filmLayers 1 for each layer that is modulated, else 0
 */
public record FilmedUnet(
    @Default("false") boolean applied,
    @Default("contrasts") String metadata,
    @Default("[]") List<Integer> filmLayers) {
  public FilmedUnet {
    filmLayers = List.copyOf(filmLayers);
    if (!filmLayers.stream().allMatch(flag -> flag == 0 || flag == 1)) {
      throw new IllegalArgumentException("film_layers is a list of 0 and 1; it is " + filmLayers);
    }
  }
}
