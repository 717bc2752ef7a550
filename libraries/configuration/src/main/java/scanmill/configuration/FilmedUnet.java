package scanmill.configuration;

import java.util.List;
import scanmill.specs.Default;
import scanmill.specs.Range;

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
    @Default("[]") @Range(min = 0, max = 1) List<Integer> filmLayers) {
  public FilmedUnet {
    filmLayers = List.copyOf(filmLayers);
  }
}
