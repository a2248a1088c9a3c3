/**
 * The page's style: paper and ink, serif for titles, Courier for the script's own words. Warm is pleasant, cool is
 * unpleasant, a pair that people who confuse red and green can tell apart; no colour says what words do not say too.
 */
export const STYLE = `
:root{color-scheme:light dark;--paper:#faf8f4;--card:#fff;--ink:#22201c;--soft:#6a655c;--rule:#e3ddd2;--warm:#a45707;--cool:#2f5fa8;
--shade:#f1ece2;--band:#22201c1a;--accent:#7a4b12;--neutral:#ddd6c9;
--joy:#e3a92f;--trust:#6fae6d;--anticipation:#dd7f3b;--surprise:#3fa5b3;--sadness:#4876c4;--fear:#7159b0;--disgust:#8b9a35;--anger:#c4433a}
@media (prefers-color-scheme:dark){:root{--paper:#161513;--card:#1e1d1a;--ink:#ece7dd;--soft:#a39c8f;--rule:#35322c;--warm:#f0a14a;--cool:#7fb0f5;
--shade:#1c1b18;--band:#ece7dd22;--accent:#e2b070;--neutral:#3a372f}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:1060px;margin:0 auto;padding:0 28px}
h1,h2,.lead,.big{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,"Noto Serif",serif;font-weight:500}
header{padding-top:72px}
h1{font-size:clamp(2.1rem,6vw,3.6rem);line-height:1.08;margin:.1em 0 .35em;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:1.75rem;line-height:1.2;margin:0 0 .35em}
h3{font-size:1rem;line-height:1.35;margin:0}
p{margin:.35em 0}
section{margin:64px 0 0}
section>p{max-width:44em}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
small{font-size:.82em;color:var(--soft);font-weight:400;white-space:nowrap}
ul,ol{list-style:none;margin:0;padding:0}
.kicker{font-size:.8rem;letter-spacing:.14em;text-transform:uppercase;color:var(--accent);margin:0}
.facts{color:var(--soft);display:flex;flex-wrap:wrap;gap:0 1.4em}
.quiet,.note,.reason,.place{color:var(--soft);font-size:.88rem}
.note{border-left:2px solid var(--rule);padding-left:1em;margin-top:1.4em;max-width:46em}
.lead{font-size:1.35rem;line-height:1.45;max-width:34em;margin:0 0 1em}
.heading{font-family:"Courier Prime","Courier New",Courier,monospace;font-size:.86rem;overflow-wrap:anywhere}
.warm{color:var(--warm)}.cool{color:var(--cool)}.middle{color:var(--ink)}
.score b{font-variant-numeric:tabular-nums}
.skip{position:absolute;left:-999em}.skip:focus{position:static;display:inline-block;margin-bottom:.6em}
.glance{display:grid;grid-template-columns:repeat(auto-fit,minmax(215px,1fr));gap:1px;background:var(--rule);border:1px solid var(--rule);border-radius:10px;overflow:hidden}
.glance li{background:var(--card);padding:18px 20px}
.glance h3{font-size:.82rem;font-weight:500;color:var(--soft)}
.big{font-size:1.45rem;line-height:1.25;margin:.15em 0}
.arc{padding:56px 0 50px 52px;margin-top:8px}
.arc-chart{display:block;overflow:visible}
.stretched{overflow:visible}
.stretched *{vector-effect:non-scaling-stroke}
.act rect{fill:transparent}.act-odd rect{fill:var(--shade)}
.act text{fill:var(--soft);font-size:13px;font-weight:600}
.narrow{display:none}
.grid{stroke:var(--rule);stroke-width:1}.neutral{stroke:var(--soft);stroke-width:1;opacity:.7}
.tick,.pole{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.pole{font-style:italic}
.band{fill:var(--band)}
.thread{fill:none;stroke:var(--soft);stroke-width:1;opacity:.45}
.trend{fill:none;stroke:var(--ink);stroke-width:2.6;stroke-linejoin:round;stroke-linecap:round}
.act-mean{stroke:var(--accent);stroke-width:1.5;stroke-dasharray:2 5;stroke-linecap:round}
.point{cursor:pointer}.point .hit{fill:transparent}
.point .dot{stroke:var(--paper);stroke-width:1}
.point.warm .dot{fill:var(--warm)}.point.cool .dot{fill:var(--cool)}
.point.middle .dot{fill:var(--soft)}.point.middle .halo{stroke:var(--soft)}
.point.unread .dot{fill:var(--paper);stroke:var(--soft)}
.point .halo{fill:none;stroke-width:1.6}.point.warm .halo{stroke:var(--warm)}.point.cool .halo{stroke:var(--cool)}
.point:hover .hit,.point:focus-visible .hit{fill:var(--band);stroke:var(--accent);stroke-width:1.5}
.point:focus-visible{outline:none}
.legend{display:flex;flex-wrap:wrap;gap:.3em 1.5em;color:var(--soft);font-size:.86rem;margin:.6em 0 1.2em}
.legend li{display:flex;align-items:center;gap:.5em}
.mark{display:inline-block;width:12px;height:12px;border-radius:3px;flex:none}
.mark-dot{border-radius:50%;background:linear-gradient(var(--warm) 50%,var(--cool) 50%)}
.mark-middle{border-radius:50%;background:var(--soft)}
.mark-strong{border-radius:50%;border:2px solid var(--warm);width:15px;height:15px}
.mark-band{background:var(--band);width:20px}
.mark-trend{height:3px;width:22px;background:var(--ink)}
.mark-median{height:1px;width:22px;background:var(--soft);border-radius:0}
.mark-act{height:0;width:22px;border-top:2px dotted var(--accent);border-radius:0}
.acts{display:grid;grid-template-columns:repeat(auto-fit,minmax(225px,1fr));gap:18px;margin-top:1.2em}
.acts li,.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:18px 20px}
.acts h3{font-size:1.1rem}
.acts dl{margin:.6em 0}.acts dl div{margin-bottom:.4em}.numeral{color:var(--accent);margin-right:.25em}
dt{color:var(--soft)}dd{margin:0}
.acts dt{font-size:.84rem;line-height:1.3}.acts dd{line-height:1.4}
.emotion-bar{display:block;border-radius:4px;overflow:hidden;margin:.5em 0}
.lifts{margin:.8em 0}
.lifts li{display:grid;grid-template-columns:7em 1fr;gap:0 1em;align-items:center;font-size:.88rem;margin-bottom:3px}
.lift-row{display:block}
.lift-row .cell{fill:var(--shade);stroke:var(--paper);stroke-width:1}
.lift-row a:hover .cell{stroke:var(--accent)}
.emotion-joy{fill:var(--joy)}.emotion-trust{fill:var(--trust)}.emotion-anticipation{fill:var(--anticipation)}.emotion-surprise{fill:var(--surprise)}.emotion-sadness{fill:var(--sadness)}.emotion-fear{fill:var(--fear)}.emotion-disgust{fill:var(--disgust)}.emotion-anger{fill:var(--anger)}.emotion-neutral{fill:var(--neutral)}
.swatch-joy{background:var(--joy)}.swatch-trust{background:var(--trust)}.swatch-anticipation{background:var(--anticipation)}.swatch-surprise{background:var(--surprise)}.swatch-sadness{background:var(--sadness)}.swatch-fear{background:var(--fear)}.swatch-disgust{background:var(--disgust)}.swatch-anger{background:var(--anger)}.swatch-neutral{background:var(--neutral)}
.bars{margin:0 0 1.6em}
.bars li{display:grid;grid-template-columns:11em 1fr 19em;gap:0 1.2em;align-items:center}
.sub{margin:1.6em 0 .2em}
.strongest{columns:2 420px;column-gap:20px;margin-top:1.2em}.strongest .card{break-inside:avoid;margin-bottom:20px}
.card h3{display:flex;flex-wrap:wrap;gap:0 .8em;align-items:baseline;font-size:1.1rem}
.contrast{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,"Noto Serif",serif;font-size:1.12rem}
.measures{display:flex;flex-wrap:wrap;gap:0 1.6em;font-size:.92rem}
.evidence{margin-top:.8em}
.evidence li{border-top:1px solid var(--rule);padding:12px 0 8px}
blockquote{margin:0 0 .4em;font-family:"Courier Prime","Courier New",Courier,monospace;font-size:.98rem;line-height:1.4;overflow-wrap:anywhere}
blockquote p{margin:0}
cite{display:block;font-style:normal;padding-left:7.5em}
.speech p{padding:0 2.2em 0 2.5em}
.place,.reason{margin:0}
.characters{margin-top:1em}
.characters li{display:grid;grid-template-columns:13em 1fr 16em;gap:.4em 1.6em;align-items:center;padding:12px 0;border-top:1px solid var(--rule)}
.characters h3{overflow-wrap:anywhere}
.character-scores p{margin:0;font-size:.9rem}
.spark{display:block;overflow:visible}
.spark polyline{fill:none;stroke:var(--accent);stroke-width:1.4;stroke-linejoin:round}
.spark circle{fill:var(--accent)}
.spark .neutral{opacity:.35}
summary{cursor:pointer}
.table-view,.more{margin-top:1em}.table-view summary,.more summary{color:var(--accent);font-size:.92rem}
.scroll{overflow-x:auto;margin-top:.8em}
table{border-collapse:collapse;width:100%;font-size:.86rem}
th,td{text-align:left;padding:.4em .9em .4em 0;border-bottom:1px solid var(--rule);vertical-align:baseline}
th{font-weight:600}
.scenes{margin-top:1em;border-bottom:1px solid var(--rule)}
.scene{border-top:1px solid var(--rule)}
.scene summary{display:grid;grid-template-columns:3em 1fr 8em 10em;gap:.8em;align-items:center;padding:9px 0;list-style:none}
.scene summary::-webkit-details-marker{display:none}
.scene summary:hover{background:var(--shade)}
.number{color:var(--soft);text-align:right;font-variant-numeric:tabular-nums}
.number::before{content:"▸";display:inline-block;width:1em;font-size:.7em;opacity:.6;float:left;line-height:2.3}
.scene[open] .number::before{content:"▾"}
.tilt{display:flex;align-items:center;gap:.6em;font-size:.86rem;font-variant-numeric:tabular-nums}
.tilt .warm{fill:var(--warm)}.tilt .cool{fill:var(--cool)}.tilt .middle{fill:var(--soft)}
.emotion{color:var(--soft);font-size:.86rem}
.scene-body{padding:2px 0 20px 3.8em;max-width:52em;scroll-margin-top:5rem}
.scene-body:target{box-shadow:-3px 0 0 var(--accent)}
.warnings li{padding:.4em 0;border-top:1px solid var(--rule)}.warnings b{margin-right:.6em}
.explanations{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:1.2em 2.4em;margin:1em 0 2em}
.explanations dt{color:var(--ink);font-weight:600}.explanations dd{color:var(--soft);font-size:.93rem}
.limits{margin:.4em 0 1.6em;color:var(--soft);font-size:.93rem}.limits li{padding-left:1.2em;position:relative}.limits li::before{content:"–";position:absolute;left:0}
footer{padding-bottom:72px}
.tip{position:absolute;z-index:2;max-width:290px;padding:9px 13px;border-radius:8px;background:var(--ink);color:var(--paper);font-size:.84rem;line-height:1.4;white-space:pre-line;pointer-events:none}
@media (max-width:720px){body{font-size:16px}main,header,footer{padding:0 18px}header{padding-top:40px}section{margin-top:48px}h2{font-size:1.5rem}.lead{font-size:1.18rem}
.arc{padding-left:44px}.arc-chart{height:280px}.wide{display:none}.narrow{display:inline}
.bars li,.characters li{grid-template-columns:1fr;gap:.2em}.bars li{margin-bottom:.9em}
.scene summary{grid-template-columns:2.6em 1fr auto;gap:.6em}.emotion,.tilt svg{display:none}.scene-body{padding-left:0}
cite{padding-left:4.5em}.speech p{padding:0 .6em 0 1.2em}small{white-space:normal}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff}body{font-size:10.5pt}header{padding-top:0}section{margin-top:28px}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.card,.acts li,.characters li,.arc,.scene{break-inside:avoid}h2{break-after:avoid}
.skip,.tip,.table-view{display:none}.scene::details-content,.more::details-content{content-visibility:visible;block-size:auto}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;
