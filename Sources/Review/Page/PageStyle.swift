/// Holds what the review page adds to the looks of the report.
enum PageStyle {
    static let text = """

        .review main{max-width:1120px;padding-top:24px}
        .bar{position:sticky;top:0;z-index:5;display:flex;gap:14px;align-items:center;padding:8px 24px;
        background:var(--soft);border-bottom:1px solid var(--line);font-size:14px}
        .bar nav{flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
        .bar a{text-decoration:none} .brand{font-weight:700;color:var(--ink)!important;white-space:nowrap}
        .sep{color:var(--quiet);padding:0 7px}
        .who{color:var(--quiet);white-space:nowrap}
        input,textarea,button{font:inherit;color:inherit}
        input:not([type=hidden]),textarea{background:var(--paper);border:1px solid var(--line);border-radius:5px;padding:4px 8px}
        .who input{width:130px;font-size:14px} textarea{width:100%;min-height:58px;resize:vertical;display:block}
        button,.button{display:inline-block;background:var(--paper);border:1px solid var(--other);border-radius:6px;
        padding:6px 14px;cursor:pointer;text-decoration:none;color:var(--ink);line-height:1.4}
        button:hover,.button:hover{border-color:var(--ink)} button:disabled{opacity:.5;cursor:default}
        button.main,.button.main{background:var(--winner);border-color:var(--winner);color:var(--paper);font-weight:600}
        button.yes{border-color:var(--string);color:var(--string)} button.no{border-color:var(--bad);color:var(--bad)}
        :focus-visible{outline:2px solid var(--winner);outline-offset:2px}
        .review section{margin-top:30px} .review h2{margin:0 0 12px} .review h1{margin:2px 0 6px}
        #waiting .warning,.warning{border-radius:4px} .warning form{display:inline-block;margin-left:10px}
        #offline{margin:0;position:sticky;top:45px;z-index:4}
        .pill{display:inline-block;font-size:12px;line-height:1.5;padding:0 8px;border-radius:10px;border:1px solid var(--line);
        color:var(--quiet);white-space:nowrap;font-weight:500}
        .pill.good{color:var(--string);border-color:currentColor} .pill.bad{color:var(--bad);border-color:currentColor}
        .pill.now{color:var(--winner);border-color:currentColor}
        .pill.now::before{content:"";display:inline-block;width:7px;height:7px;border-radius:50%;background:currentColor;
        margin-right:6px;animation:beat 1.6s infinite}
        @keyframes beat{50%{opacity:.25}} @media (prefers-reduced-motion:reduce){.pill.now::before{animation:none}}
        .vote{font-size:12.5px;font-variant-numeric:tabular-nums;white-space:nowrap;border-radius:4px;padding:0 5px}
        .vote.up{color:var(--string);background:color-mix(in srgb,var(--string) 13%,transparent)}
        .vote.down{color:var(--bad);background:color-mix(in srgb,var(--bad) 13%,transparent)}
        .runs{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:14px;padding:0;margin:18px 0}
        .runs a{display:block;border:1px solid var(--line);border-radius:8px;padding:14px 16px;text-decoration:none;color:inherit}
        .runs a:hover{border-color:var(--winner)} .runs b{display:block;font-size:17px;overflow-wrap:anywhere}
        .runs p{margin:4px 0 0;font-size:14px;color:var(--quiet)} .runs .figure{color:var(--ink);font-weight:600}
        .actions{display:flex;flex-wrap:wrap;gap:10px;margin:14px 0;align-items:center} .actions form{display:contents}
        .note{color:var(--quiet);font-size:14px;margin-left:8px}
        .tiles.four{grid-template-columns:repeat(4,1fr)}
        .sides{display:grid;grid-template-columns:minmax(0,1fr) 330px;gap:28px;align-items:start}
        .sides>aside{position:sticky;top:60px} .sides section:first-child{margin-top:18px}
        aside .card{border:1px solid var(--line);border-radius:8px;padding:14px 16px;margin-top:18px}
        aside h2{font-size:16px;border:0;padding:0;margin-bottom:8px}
        .votes{display:flex;gap:8px;flex-wrap:wrap;margin-top:8px}
        .said{list-style:none;padding:0;margin:10px 0 0;font-size:14px} .said li{border-top:1px solid var(--line);padding:6px 0}
        .said q{display:block;quotes:none;overflow-wrap:anywhere;white-space:pre-wrap} .said .quiet{font-size:13px}
        .reel{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:20px;align-items:end}
        .review .panel .chart{max-width:290px} .card p.quiet{margin-top:12px}
        .film{background:var(--soft);border:1px solid var(--line);border-radius:6px;overflow:hidden;min-height:60px;
        display:flex;flex-direction:column;justify-content:center;align-items:center}
        .film video{max-width:none;width:100%} .filming{color:var(--quiet);font-size:14px;margin:12px;text-align:center}
        .filming.busy::after{content:" …"}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:20px} .pair .film{aspect-ratio:4/3}
        .pair h2{border:0;padding:0;margin:0 0 6px;font-size:18px;display:flex;gap:8px;align-items:baseline;flex-wrap:wrap}
        .choice{display:grid;grid-template-columns:1fr auto 1fr;gap:12px;margin:16px 0;align-items:start}
        .choice .middle{display:flex;gap:8px;flex-wrap:wrap;justify-content:center}
        .choice button.main{padding:10px 14px} kbd{font:12px ui-monospace,monospace;border:1px solid currentColor;
        border-radius:3px;padding:0 4px;opacity:.75;margin-left:6px}
        .choice textarea{grid-column:1/-1}
        .liking{display:grid;grid-template-columns:1fr 1fr;gap:14px} .liking div{border:1px solid var(--line);border-radius:8px;
        padding:10px 14px} .liking .best{border-left:4px solid var(--string)} .liking .worst{border-left:4px solid var(--bad)}
        .liking p{margin:2px 0 0;font-size:14px}
        .review p{max-width:88ch} .review figure>.chart,.review figure .wide .chart{max-width:860px}
        .review .chart.tree{width:auto;max-width:none;height:auto}
        .tree line{stroke-width:1.25}
        .tree .mark{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
        .tree a circle{stroke:transparent;stroke-width:10;paint-order:stroke} .tree a:hover circle{fill:var(--ink)}
        .tree a:focus-visible circle{stroke:var(--winner);stroke-width:3}
        .tree circle.liked{fill:var(--string)} .tree circle.disliked{fill:var(--bad)} .tree circle.here{fill:var(--ink)}
        .tree .mark{font-size:11px;fill:var(--quiet)}
        .tree circle.failed{fill:var(--paper)!important;stroke:var(--bad)!important;stroke-width:1.5!important}
        .list td,.list th{padding-top:7px;padding-bottom:7px} .list .group th{color:var(--quiet);font-weight:500;font-size:13px;
        background:var(--soft);padding-left:8px} .list td.why{color:var(--quiet);overflow-wrap:anywhere}
        .list tr.best th a::after{content:"best";margin-left:6px;font-size:11px;background:var(--winner);color:var(--paper);
        border-radius:3px;padding:1px 5px;text-decoration:none;display:inline-block}
        .message{border:1px solid var(--line);border-radius:6px;margin:0 0 10px;overflow:hidden}
        .message h3{margin:0;padding:5px 12px;background:var(--soft);border-bottom:1px solid var(--line);font-size:13px;
        color:var(--quiet);font-weight:600} .message pre{border:0;margin:0;background:none}
        pre.words{white-space:pre-wrap;overflow-wrap:anywhere;max-height:520px;overflow-y:auto}
        .facts{display:grid;grid-template-columns:auto 1fr;gap:3px 12px;font-size:14px;margin:0}
        .facts dt{color:var(--quiet)} .facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
        .between{display:flex;justify-content:space-between;gap:10px;flex-wrap:wrap;font-size:14px;margin-bottom:4px}
        @media (max-width:860px){.sides{grid-template-columns:minmax(0,1fr);gap:0} .sides>aside{position:static;order:-1}
        .tiles.four{grid-template-columns:1fr 1fr}}
        @media (max-width:600px){.bar{padding:6px 12px;gap:8px} .who{font-size:0} .who input{width:84px}
        .review main{padding-top:14px} .pair{gap:8px} .pair .film{aspect-ratio:auto} .pair h2{font-size:15px}
        .choice{grid-template-columns:1fr 1fr} .choice .middle{grid-column:1/-1;grid-row:2} .choice .right{grid-column:2;grid-row:1}
        .choice textarea{grid-row:3} kbd,.keys{display:none} .liking{grid-template-columns:1fr} .list .terms{display:none}
        .runs{grid-template-columns:1fr}}

        """
}
