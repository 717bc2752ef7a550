package scanmill.transforms;

import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.specs.Catalog;

/** All transforms, by ivadomed's names and arguments where it has them. */
public final class Transforms {

  /** Fixed transforms and distributions over them; a fixed one is drawn by itself. */
  public static final Catalog<RandomTransform> CATALOG = Catalog.of("transform", types());

  private Transforms() {}

  private static Map<String, Class<? extends RandomTransform>> types() {
    Map<String, Class<? extends RandomTransform>> types = new LinkedHashMap<>();
    types.put("Resample", Resample.class);
    types.put("CenterCrop", CenterCrop.class);
    types.put("ROICrop", ROICrop.class);
    types.put("BoundingBoxCrop", BoundingBoxCrop.class);
    types.put("NormalizeInstance", NormalizeInstance.class);
    types.put("NormalizeDataset", NormalizeDataset.class);
    types.put("RandomAffine", RandomAffine.class);
    types.put("RandomReverse", RandomReverse.class);
    types.put("ElasticTransform", ElasticTransform.class);
    types.put("RandomShiftIntensity", RandomShiftIntensity.class);
    types.put("RandomGamma", RandomGamma.class);
    types.put("AdditiveGaussianNoise", AdditiveGaussianNoise.class);
    types.put("RandomBiasField", RandomBiasField.class);
    types.put("RandomBlur", RandomBlur.class);
    types.put("HistogramClipping", HistogramClipping.class);
    types.put("RescalePercentiles", RescalePercentiles.class);
    types.put("Clahe", Clahe.class);
    types.put("DilateGT", DilateGT.class);
    types.put("OneOf", OneOf.class);
    types.put("Reorient", Reorient.class);
    types.put("RegionCropped", RegionCropped.class);
    types.put("Affined", Affined.class);
    types.put("Reversed", Reversed.class);
    types.put("Deformed", Deformed.class);
    types.put("ShiftedIntensity", ShiftedIntensity.class);
    types.put("GammaCorrected", GammaCorrected.class);
    types.put("Noised", Noised.class);
    types.put("Biased", Biased.class);
    types.put("Blurred", Blurred.class);
    return types;
  }
}
