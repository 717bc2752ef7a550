package scanmill.reports;

/** How a report looks: light or dark as the reader's system, plain when printed. */
final class ReportStyle {
  static final String CSS =
      """
      :root { --ink: #1d2329; --quiet: #66707a; --rule: #d9dee3; --paper: #fff; --sheet: #f6f8fa }
      * { box-sizing: border-box }
      body { margin: 0 auto; max-width: 1180px; padding: 24px 28px 64px; color: var(--ink);
        background: var(--paper); font: 15px/1.5 system-ui, sans-serif }
      h1 { font-size: 25px; margin: 8px 0 4px }
      h2 { font-size: 19px; margin: 36px 0 8px; padding-top: 12px; border-top: 1px solid var(--rule) }
      h3 { font-size: 15px; margin: 18px 0 4px }
      p { margin: 6px 0; max-width: 76ch }
      .quiet, figcaption { color: var(--quiet) }
      nav a { margin-right: 14px }
      a { color: #1f6feb }
      .notes { background: #fff6e0; border-left: 4px solid #e0a100; padding: 6px 14px; margin: 14px 0 }
      .wide { overflow-x: auto }
      table { border-collapse: collapse; font-size: 13px; margin: 8px 0; font-variant-numeric: tabular-nums }
      th, td { padding: 4px 9px; text-align: right; border-bottom: 1px solid var(--rule);
        white-space: nowrap }
      th { font-weight: 600; color: var(--quiet) }
      th:first-child, td:first-child { text-align: left; padding-left: 0 }
      tbody tr:hover { background: var(--sheet) }
      .plots { display: flex; flex-wrap: wrap; gap: 18px }
      .plots > div { max-width: 100% }
      svg { max-width: 100%; height: auto; background: #fff; border: 1px solid var(--rule) }
      svg text { font: 11px system-ui, sans-serif; fill: #444 }
      svg .grid { stroke: #e6eaee }
      svg .axis { stroke: #8a939b }
      svg .firm { stroke-width: 2 }
      svg .dashed { stroke-dasharray: 5 4 }
      svg .curve { fill: none; stroke-width: 2 }
      svg .area { fill-opacity: 0.15; stroke: none }
      svg circle { fill-opacity: 0.65 }
      figure { margin: 0; width: calc((100% - 36px) / 3); min-width: 280px }
      figure img { width: 100%; border: 1px solid var(--rule); image-rendering: pixelated }
      figcaption { font-size: 13px; overflow-wrap: anywhere }
      .key span { display: inline-block; width: 11px; height: 11px; margin: 0 4px 0 12px }
      summary { cursor: pointer; font-weight: 600; margin: 10px 0 }
      dt { font-family: ui-monospace, monospace; font-weight: 600 }
      dd { margin: 0 0 6px 0 }
      @media print { details > * { display: block } body { max-width: none } }
      """;

  private ReportStyle() {}
}
