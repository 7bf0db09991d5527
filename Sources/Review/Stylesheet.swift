/// Holds the looks of the report: light and dark, wide and narrow, screen and paper.
///
/// Winner blue and human orange are from the Okabe-Ito palette, which colour-blind readers can tell apart;
/// line style and labels say the same without colour.
enum Stylesheet {
    static let text = """
        :root{--paper:#fff;--ink:#1b1f24;--quiet:#5b6570;--line:#dde1e6;--soft:#f5f7f9;--winner:#0072b2;
        --human:#c04f00;--other:#aab2bb;--shade:#1b1f2438;--bad:#a8320a;--warn:#fff4dc;--warnline:#e6a700;--string:#2d6a3f;
        --keyword:#6a3d9a;--number:#8a4b00}
        @media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e6e9ec;--quiet:#9aa4ae;--line:#30363d;
        --soft:#1c2024;--winner:#56b4e9;--human:#f0a030;--other:#5d6670;--shade:#000000b0;--bad:#ff9271;--warn:#33290f;
        --warnline:#c08d1a;--string:#8fce9f;--keyword:#c9a6f2;--number:#f0b878}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif}
        main{max-width:860px;margin:0 auto;padding:40px 24px 72px}
        header{margin-bottom:20px}
        h1{font-size:30px;line-height:1.2;margin:4px 0 10px;letter-spacing:-.01em;overflow-wrap:anywhere}
        h2{font-size:20px;margin:44px 0 12px;padding-bottom:6px;border-bottom:1px solid var(--line)}
        h3{font-size:14px;margin:14px 0 4px}
        p{margin:0 0 10px;max-width:72ch;overflow-wrap:anywhere}
        a{color:var(--winner)}
        .eyebrow{color:var(--quiet);font-size:13px;margin:0}
        .lead{font-size:18px;color:var(--quiet)}
        .quiet{color:var(--quiet);font-size:14px}
        .warning{background:var(--warn);border-left:4px solid var(--warnline);padding:10px 14px;max-width:none}
        .tiles{display:grid;grid-template-columns:repeat(3,1fr);margin:22px 0 0;padding:1px 0 0 1px}
        .tiles div{border:1px solid var(--line);margin:-1px 0 0 -1px;padding:12px 14px;min-width:0}
        .tiles dt{color:var(--quiet);font-size:13px}
        .tiles dd{margin:2px 0 0;font-size:19px;font-weight:600;font-variant-numeric:tabular-nums}
        .tiles .winner dd{color:var(--winner)} .tiles .human dd{color:var(--human)}
        figure{margin:0 0 18px}
        figcaption{color:var(--quiet);font-size:14px;max-width:80ch}
        .chart{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Arial,sans-serif}
        .chart text{fill:var(--ink)} .chart .tick,.chart .axis{fill:var(--quiet)}
        .chart .tick{font-variant-numeric:tabular-nums}
        .grid{stroke:var(--line);stroke-width:1} .zero{stroke:var(--quiet);stroke-width:1}
        .leader{stroke:var(--other);stroke-width:.75}
        .curve polyline{fill:none;stroke:var(--other);stroke-width:1.25;stroke-linejoin:round}
        .curve.winner polyline{stroke:var(--winner);stroke-width:2.75}
        .curve.human polyline{stroke:var(--human);stroke-width:2;stroke-dasharray:7 4}
        .band{stroke:none;fill:var(--winner);fill-opacity:.16} .band.human{fill:var(--human)}
        .curve circle{fill:var(--other)} .curve.winner circle{fill:var(--winner)}
        .curve.human circle{fill:var(--human)}
        .curve .marked{fill:var(--paper)!important;stroke:var(--winner);stroke-width:2.5}
        .curve.human .marked{stroke:var(--human)}
        .curve.other:hover polyline{stroke:var(--ink);stroke-width:2.5}
        .chart .label{fill:var(--quiet)} .chart .label.winner{fill:var(--winner);font-weight:700}
        .chart .label.human{fill:var(--human);font-weight:700}
        .dots circle{fill:var(--other);fill-opacity:.8;stroke:var(--paper)} .dots.winner circle{fill:var(--winner)}
        .dots.human circle{fill:var(--human)}
        .range{fill:none;stroke:var(--quiet);stroke-width:2} .mean{stroke:var(--ink);stroke-width:3}
        .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:14px 22px;margin-bottom:8px}
        .panel{margin:0;min-width:0} .panel figcaption{line-height:1.35;margin-bottom:4px}
        .panel b{color:var(--ink);overflow-wrap:anywhere} .panel span{display:block;font-size:12px}
        .narrow{display:none}
        /* A shade at an edge says that there is more to that side; at the end the paper, which scrolls along, covers it. */
        .scroll{overflow-x:auto;margin:0 0 10px;background:
        linear-gradient(to right,var(--paper) 30%,transparent) left/48px 100% no-repeat local,
        linear-gradient(to left,var(--paper) 30%,transparent) right/48px 100% no-repeat local,
        linear-gradient(to right,var(--shade),transparent) left/16px 100% no-repeat scroll,
        linear-gradient(to left,var(--shade),transparent) right/16px 100% no-repeat scroll}
        table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4}
        th,td{text-align:left;padding:6px 10px 6px 0;vertical-align:top;border-top:1px solid var(--line)}
        thead th{border-top:0;color:var(--quiet);font-weight:500;font-size:13px;white-space:nowrap}
        tbody th{font-weight:600;min-width:86px;max-width:240px;overflow-wrap:break-word}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:16px}
        table.compact{width:auto;min-width:50%} .compact td{overflow-wrap:break-word} .settings td{overflow-wrap:anywhere}
        .compact tbody th{padding-right:24px} .tasks tbody th{white-space:nowrap}
        .detail td{border-top:0;padding-top:0;color:var(--quiet)}
        .detail div{position:sticky;left:0;width:fit-content;max-width:min(100%,100vw - 32px);padding-left:16px;
        overflow-wrap:anywhere;white-space:pre-wrap}
        .names{color:var(--quiet);min-width:200px;overflow-wrap:anywhere}
        tbody.winner>tr:first-child>*{background:var(--soft)}
        .badge{background:var(--winner);color:var(--paper);font-size:11px;padding:1px 6px;border-radius:3px}
        .verdict{white-space:nowrap} .verdict.failed{color:var(--bad)} .verdict.quiet{color:var(--quiet)}
        pre{background:var(--soft);border:1px solid var(--line);padding:12px 14px;margin:0 0 12px;overflow-x:auto;
        font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;tab-size:4}
        code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
        pre code{font-size:inherit} pre i{font-style:normal}
        .code{counter-reset:line;padding-left:0}
        .line{counter-increment:line}
        .line::before{content:counter(line);display:inline-block;width:3.2em;padding-right:1.2em;text-align:right;
        color:var(--other);user-select:none}
        .diff .add{background:color-mix(in srgb,var(--string) 18%,transparent)}
        .diff .cut{background:color-mix(in srgb,var(--bad) 16%,transparent)} .diff b{font-weight:400;color:var(--quiet)}
        .diff span{display:block;padding:0 12px;margin:0 -14px}
        .tree line{stroke:var(--line);stroke-width:1.5} .tree line.winner{stroke:var(--winner);stroke-width:2.5}
        .tree line.second{stroke:var(--other);stroke-dasharray:3 4}
        .tree circle{fill:var(--other)} .tree circle.winner{fill:var(--winner)} .tree circle.failed{fill:none;
        stroke:var(--bad);stroke-width:1.5} .tree circle.line{fill:var(--winner);fill-opacity:.55}
        video{display:block;width:100%;max-width:640px;height:auto;background:#000}
        .k{color:var(--keyword)} .s{color:var(--string)} pre .n{color:var(--number)}
        pre .c{color:var(--quiet)}
        details{border-bottom:1px solid var(--line)} h2:has(+details){margin-bottom:0} summary{cursor:pointer;padding:8px 0;font-weight:600}
        details[open]{padding-bottom:8px}
        @media (max-width:600px){main{padding:24px 16px 48px} h1{font-size:24px} .lead{font-size:16px}
        .wide{display:none} .narrow{display:block} .panels{grid-template-columns:1fr;gap:12px} .panel .chart{max-width:270px}
        .tiles{grid-template-columns:1fr 1fr} .tiles dd{font-size:16px}}
        @media print{:root{--paper:#fff;--ink:#000;--quiet:#444;--line:#ccc;--soft:#fff}
        body{font-size:10.5pt} main{max-width:none;padding:0} figure,tbody,.panel{break-inside:avoid}
        h2{break-after:avoid} pre{white-space:pre-wrap;overflow-wrap:anywhere} a{color:inherit}
        .scroll{overflow:visible}}

        """
}
