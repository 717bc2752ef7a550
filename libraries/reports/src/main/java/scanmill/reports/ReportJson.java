package scanmill.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scanmill.metrics.Bootstrap;
import scanmill.metrics.Calibration;
import scanmill.metrics.Cohort;
import scanmill.metrics.ErrorByUncertainty;
import scanmill.metrics.Evaluation;
import scanmill.metrics.Overlap;
import scanmill.metrics.Summary;

/** A report for programs. Numbers that do not exist are null. */
final class ReportJson {
  private final EvaluationReport report;

  ReportJson(EvaluationReport report) {
    this.report = report;
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", 1).put("title", report.title());
    ArrayNode classes = json.putArray("classes");
    for (int c = 0; c < report.classCount(); c++) {
      classes.add(report.className(c));
    }
    ArrayNode notes = json.putArray("notes");
    report.notes().forEach(notes::add);
    json.set("summary", summaries(report.cohort()));
    json.set("global_dice", pooled(report.cohort()));
    ObjectNode subgroups = json.putObject("subgroups");
    for (Subgroups column : report.subgroups()) {
      ObjectNode groups = subgroups.putObject(column.column());
      report.cohort().by(column::of).forEach((name, cohort) -> groups.set(name, group(cohort)));
    }
    report.reliability().ifPresent(reliability -> add(json, reliability));
    ArrayNode scans = json.putArray("scans");
    report.worstFirst().forEach(evaluation -> scans.add(scan(evaluation)));
    return json;
  }

  private static ObjectNode group(Cohort cohort) {
    ObjectNode group = JsonNodeFactory.instance.objectNode();
    group.put("scans", cohort.evaluations().size());
    group.set("summary", summaries(cohort));
    group.set("global_dice", pooled(cohort));
    return group;
  }

  private static ObjectNode summaries(Cohort cohort) {
    ObjectNode summaries = JsonNodeFactory.instance.objectNode();
    for (Summary summary : cohort.summaries(Bootstrap.DEFAULT)) {
      ObjectNode one = summaries.putObject(summary.column());
      one.put("unit", summary.unit().symbol()).put("count", summary.count());
      put(one, "mean", summary.mean());
      put(one, "std", summary.std());
      put(one, "median", summary.median());
      put(one, "low", summary.interval().low());
      put(one, "high", summary.interval().high());
    }
    return summaries;
  }

  private static ArrayNode pooled(Cohort cohort) {
    ArrayNode pooled = JsonNodeFactory.instance.arrayNode();
    for (Overlap overlap : cohort.pooled()) {
      if (Double.isNaN(overlap.dice())) {
        pooled.addNull();
      } else {
        pooled.add(overlap.dice());
      }
    }
    return pooled;
  }

  private static ObjectNode scan(Evaluation evaluation) {
    ObjectNode scan = JsonNodeFactory.instance.objectNode();
    scan.put("image_id", evaluation.imageId());
    put(scan, "mean_dice", EvaluationReport.meanDice(evaluation));
    ObjectNode scores = scan.putObject("scores");
    evaluation.scores().forEach(score -> put(scores, score.column(), score.value()));
    return scan;
  }

  private static void add(ObjectNode json, Reliability reliability) {
    ArrayNode classes = json.putArray("calibration");
    for (Calibration calibration : reliability.calibrations()) {
      ObjectNode one = classes.addObject();
      put(one, "expected_error", calibration.expectedError());
      put(one, "largest_error", calibration.largestError());
      put(one, "brier", calibration.brier());
      ArrayNode curve = one.putArray("curve");
      for (Calibration.Point point : calibration.curve()) {
        ObjectNode at = curve.addObject().put("voxels", point.voxels());
        put(at, "predicted", point.predicted());
        put(at, "observed", point.observed());
      }
    }
    reliability.errors().ifPresent(curve -> json.set("error_by_uncertainty", errors(curve)));
  }

  private static ArrayNode errors(List<ErrorByUncertainty.Point> curve) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (ErrorByUncertainty.Point point : curve) {
      ObjectNode at = errors.addObject();
      put(at, "uncertainty", point.uncertainty());
      at.put("voxels", point.voxels());
      put(at, "error", point.error());
      put(at, "kept", point.kept());
      put(at, "error_of_kept", point.errorOfKept());
    }
    return errors;
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}
