/**
 * The look of a page, as it stands in it: colours for light and dark with a contrast of 4.5 at least, one column, and nothing
 * told by colour alone. What is old is told by an animation, which needs no script: it waits, and then shows.
 */
export function styleOf(freshMs: number): string {
  const fresh = `${Math.round(freshMs / 1_000)}s`
  return `:root{color-scheme:light dark;--ink:light-dark(#1b1b1f,#ececf1);--soft:light-dark(#55555e,#b5b5bf);--paper:light-dark(#fff,#15161a);--line:light-dark(#c9c9d1,#44454d);--up:light-dark(#2e7d32,#6fcf76);--down:light-dark(#b3261e,#ff8a80);--degraded:light-dark(#8a5a00,#f0b94a);--maintenance:light-dark(#1a5fb4,#8ab4f8);--unknown:light-dark(#5f6368,#b0b3b8)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:48rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:0}
p{margin:.25rem 0}
a{color:inherit}
a:focus-visible,summary:focus-visible{outline:3px solid var(--maintenance);outline-offset:2px}
.now{font-size:1.25rem;font-weight:600;border-inline-start:.4rem solid var(--state);padding:.5rem .75rem}
.soft,.note{color:var(--soft)}
.text{white-space:pre-line}
.up{--state:var(--up)}.down{--state:var(--down)}.degraded{--state:var(--degraded)}.maintenance{--state:var(--maintenance)}.unknown{--state:var(--unknown)}
ul{list-style:none;margin:0;padding:0}
.services>li,.incidents>li{border-top:1px solid var(--line);padding:.75rem 0}
.head{display:flex;align-items:baseline;flex-wrap:wrap;gap:0 1rem;justify-content:space-between}
.state{color:var(--state);font-weight:600}
summary{cursor:pointer;padding:.5rem 0;min-height:2.75rem}
.bar{display:block;width:100%;height:1.5rem;margin-top:.25rem}
.bar .up{fill:var(--up)}.bar .down{fill:var(--down)}.bar .maintenance{fill:var(--maintenance)}.bar .unknown{fill:var(--unknown)}
table{border-collapse:collapse;width:100%}
caption{text-align:start;font-weight:600;padding:.5rem 0}
th,td{text-align:start;font-weight:400;border-top:1px solid var(--line);padding:.25rem .5rem .25rem 0;vertical-align:top}
thead th{font-weight:600}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem;color:var(--soft)}
.links a{display:inline-block;min-height:1.5rem;margin-inline-end:1rem}
.old{border:2px solid var(--degraded);padding:.5rem .75rem;margin:.75rem 0}
.later{visibility:hidden;height:0;padding:0;margin:0;border:0;overflow:hidden;animation:later 0s ${fresh} forwards}
main,.now{animation:grey 0s ${fresh} forwards}
@keyframes later{to{visibility:visible;height:auto;padding:.5rem .75rem;margin:.75rem 0;border:2px solid}}
@keyframes grey{to{filter:grayscale(1)}}
@media(forced-colors:active){.bar path{forced-color-adjust:none}}
@media print{.later{display:none}main,.now{animation:none}}`
}
