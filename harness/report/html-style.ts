/** How the page looks, light and dark. The filter is made of radio buttons and :has(), and needs no script. */
export const STYLE = `
:root {
  color-scheme: light dark; font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
  --line: #d8dee4; --quiet: #59636e; --surface: #f6f8fa; --page: #fff;
  --passed: #1a7f37; --passed-back: #dafbe1; --failed: #b3202c; --failed-back: #ffebe9;
  --skipped: #7d5200; --skipped-back: #fff4ce;
}
@media (prefers-color-scheme: dark) {
  :root {
    --line: #3d444d; --quiet: #9198a1; --surface: #151b23; --page: #0d1117;
    --passed: #4ac26b; --passed-back: #12261e; --failed: #ff8182; --failed-back: #301b1e;
    --skipped: #e3b341; --skipped-back: #2b2411;
  }
}
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; background: var(--page) }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
.about { color: var(--quiet); margin: 0 0 1.25rem }
.worlds { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; padding: 0; margin: 0; list-style: none }
.worlds li { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; background: var(--surface) }
.worlds strong { font-size: 1.05rem }
.worlds p { margin: .35rem 0 0 }
.bar { display: flex; height: .45rem; border-radius: .25rem; overflow: hidden; margin-top: .5rem; background: var(--line) }
.bar i { display: block } .bar .passed { background: var(--passed) } .bar .failed { background: var(--failed) } .bar .skipped { background: #d4a72c }
.count { white-space: nowrap; margin-right: .75rem } .count.passed { color: var(--passed) } .count.failed { color: var(--failed) } .count.skipped { color: var(--skipped) }
.count.none { color: var(--quiet) }
.filter { display: flex; flex-wrap: wrap; gap: .4rem; border: 0; padding: 0; margin: 0 0 .75rem }
.filter label { border: 1px solid var(--line); border-radius: 1rem; padding: .15rem .8rem; cursor: pointer; background: var(--surface) }
.filter label:has(:checked) { border-color: currentColor; font-weight: 600 }
.filter label:has(:focus-visible) { outline: 2px solid currentColor; outline-offset: 2px }
.filter input { position: absolute; opacity: 0; pointer-events: none }
body:has(#show-failed:checked) tr.row:not(.has-failed), body:has(#show-failed:checked) tbody:not(:has(.has-failed)),
body:has(#show-skipped:checked) tr.row:not(.has-skipped), body:has(#show-skipped:checked) tbody:not(:has(.has-skipped)),
body:has(#show-different:checked) tr.row:not(.differs), body:has(#show-different:checked) tbody:not(:has(.differs)) { display: none }
.none-shown { display: none; color: var(--quiet) }
body:has(#show-failed:checked):not(:has(.has-failed)) .none-shown, body:has(#show-skipped:checked):not(:has(.has-skipped)) .none-shown,
body:has(#show-different:checked):not(:has(.differs)) .none-shown { display: block }
table { border-collapse: separate; border-spacing: 0; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid var(--line) }
thead th { position: sticky; top: 0; background: var(--page); border-bottom: 2px solid var(--line); z-index: 1 }
th.file { background: var(--surface); font-weight: 600; font-size: .9rem; padding-top: .5rem }
td.result { width: 11rem; min-width: 8rem } td.result small { color: var(--quiet); line-height: 1.35 } td.result .skipped + small { display: block; margin-top: .2rem }
.state { display: inline-block; border-radius: .25rem; padding: 0 .5rem; font-size: .9rem; font-weight: 600; white-space: nowrap }
.state.passed { color: var(--passed); background: var(--passed-back) } .state.failed { color: var(--failed); background: var(--failed-back) }
.state.skipped { color: var(--skipped); background: var(--skipped-back) } .state.absent { color: var(--quiet); font-weight: 400 }
.rules { color: var(--quiet); font-size: .85rem; width: 7rem }
tr:has(+ .why) td { border-bottom: 0 }
tr.why td { padding-top: 0 }
summary { cursor: pointer; color: var(--failed) }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .35rem 0; padding: .6rem .8rem; background: var(--surface); border-left: 3px solid var(--failed); font-size: .85rem }
code { overflow-wrap: anywhere } ul.reasons { padding-left: 1.2rem }
td.rule { white-space: nowrap }
@media print { thead th { position: static } .filter { display: none } }
`;
