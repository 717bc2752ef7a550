package scanmill.metrics;

/** A metric that looks at objects or their surfaces, and not at voxels one by one. */
sealed interface ObjectMetric extends Metric
    permits AverageSurfaceDistance,
        HausdorffDistance,
        HausdorffDistance95,
        ObjectFalseDiscovery,
        ObjectFalseDiscoveryOfSize,
        ObjectRecall,
        ObjectRecallOfSize,
        PanopticQuality,
        PredictedObjects,
        ReferenceObjects,
        ReferenceObjectsOfSize,
        SurfaceDice {}
