package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dashboard and alarms ask only for metrics that exist. */
class MonitoringTest {
  private static final String RULES = "deploy/prometheus/alerts.yml";
  private static final String SCRAPE = "deploy/prometheus/prometheus.yml";

  @Test
  void findsMetricNamesInExpressions() {
    assertThat(
            PromQl.metrics(
                "sum by (service) (rate(a_total{state=\"b\"}[5m])) / ignoring(c) d_count > 3.5e2"
                    + " and on (e) f offset 1h"))
        .containsExactly("a_total", "d_count", "f");
  }

  @Test
  void dashboardsAreWhole() throws JsonProcessingException {
    List<Path> dashboards = Repository.below("deploy/grafana/dashboards");
    assertThat(dashboards).isNotEmpty();
    Set<String> uids = new TreeSet<>();
    for (Path file : dashboards) {
      JsonNode dashboard = new ObjectMapper().readTree(Repository.read(file));
      assertThat(uids.add(dashboard.path("uid").asText())).isTrue();
      assertThat(dashboard.path("uid").asText()).matches("[a-z0-9-]{1,40}");
      assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
      assertThat(dashboard.path("title").asText()).isNotBlank();
      JsonNode variable = dashboard.path("templating").path("list").path(0);
      assertThat(variable.path("name").asText()).isEqualTo("datasource");
      assertThat(variable.path("type").asText()).isEqualTo("datasource");
      assertThat(variable.path("query").asText()).isEqualTo("prometheus");
      checkPanels(dashboard.path("panels"));
    }
  }

  private static void checkPanels(JsonNode panels) {
    Set<Integer> ids = new TreeSet<>();
    Set<String> cells = new TreeSet<>();
    assertThat(panels).hasSizeGreaterThan(5);
    for (JsonNode panel : panels) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).as(title).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          String cell = (at.path("x").asInt() + x) + " " + (at.path("y").asInt() + y);
          assertThat(cells.add(cell)).as("%s overlaps another at %s", title, cell).isTrue();
        }
      }
      if (panel.path("type").asText().equals("row")) {
        continue;
      }
      assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        assertKnown(target.path("expr").asText());
      }
    }
  }

  @Test
  void everyAlarmIsAboutAMetricThatExistsAndSaysWhatToDo() {
    List<Map<String, Object>> alarms = alarms();
    assertThat(alarms).hasSizeGreaterThan(3);
    String page = Repository.read("docs/how-to/answer-an-alarm.md");
    for (Map<String, Object> alarm : alarms) {
      assertThat(alarm.keySet())
          .isSubsetOf("alert", "expr", "for", "labels", "annotations")
          .contains("alert", "expr", "labels", "annotations");
      assertKnown(Yaml.text(alarm, "expr"));
      assertThat(Yaml.text(Yaml.map(alarm, "labels"), "severity")).isIn("page", "ticket");
      assertThat(Yaml.map(alarm, "annotations").keySet()).contains("summary", "runbook");
      assertThat(page).contains("## " + Yaml.text(alarm, "alert") + "\n");
    }
  }

  @Test
  void everyServiceIsScraped() {
    Map<String, Object> scrape = Yaml.map(Repository.read(SCRAPE));
    assertThat(Yaml.texts(scrape, "rule_files")).containsExactly("alerts.yml");
    Set<String> scraped = new TreeSet<>();
    for (Object job : Yaml.list(scrape, "scrape_configs")) {
      for (Object names : Yaml.list(Yaml.map(job), "dns_sd_configs")) {
        scraped.addAll(Yaml.texts(Yaml.map(names), "names"));
        assertThat(Yaml.text(Yaml.map(job), "metrics_path")).isEqualTo("/q/metrics");
      }
    }
    assertThat(scraped).isEqualTo(Repository.services());
  }

  @Test
  void grafanaFindsItsDataAndItsDashboards() {
    Map<String, Object> source =
        Yaml.map(
            Yaml.list(
                    Yaml.map(
                        Repository.read("deploy/grafana/provisioning/datasources/prometheus.yml")),
                    "datasources")
                .get(0));
    assertThat(source).containsEntry("type", "prometheus").containsEntry("access", "proxy");
    assertThat(Yaml.text(source, "url")).isEqualTo("http://prometheus:9090");
    Map<String, Object> provider =
        Yaml.map(
            Yaml.list(
                    Yaml.map(
                        Repository.read("deploy/grafana/provisioning/dashboards/scanmill.yml")),
                    "providers")
                .get(0));
    assertThat(Yaml.text(Yaml.map(provider, "options"), "path"))
        .isEqualTo("/var/lib/grafana/dashboards");
    assertThat(Repository.read("docker-compose.yml"))
        .contains("./deploy/grafana/dashboards:/var/lib/grafana/dashboards:ro");
  }

  @Test
  void prometheusTakesItsConfiguration() throws Exception {
    Program.require("promtool", "deploy/prometheus by Prometheus itself");
    assertThat(Program.run("promtool", "check", "config", SCRAPE)).contains("SUCCESS");
  }

  @Test
  void alarmsGoOffWhenTheyShould() throws Exception {
    Program.require("promtool", "that the alarms go off");
    assertThat(Program.run("promtool", "test", "rules", "deploy/prometheus/alerts_test.yml"))
        .contains("SUCCESS");
    String tested = Repository.read("deploy/prometheus/alerts_test.yml");
    for (Map<String, Object> alarm : alarms()) {
      assertThat(tested).contains("alertname: " + Yaml.text(alarm, "alert"));
    }
  }

  private static List<Map<String, Object>> alarms() {
    List<Map<String, Object>> alarms = new ArrayList<>();
    for (Object group : Yaml.list(Yaml.map(Repository.read(RULES)), "groups")) {
      Yaml.list(Yaml.map(group), "rules").forEach(rule -> alarms.add(Yaml.map(rule)));
    }
    return alarms;
  }

  private static void assertKnown(String expression) {
    assertThat(PromQl.metrics(expression)).as(expression).isNotEmpty();
    assertThat(MetricNames.documented()).as(expression).containsAll(PromQl.metrics(expression));
  }
}
