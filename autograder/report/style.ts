/** The page's own style: light and dark, on paper and on a telephone, with nothing fetched. */
export const style = `
:root { --ink: #1d2433; --soft: #5b6577; --line: #dfe3ea; --page: #f5f6f8; --card: #fff; --good: #1a7f4b;
  --good-soft: #e3f4ea; --bad: #b3341f; --bad-soft: #fbeae6; --wait: #8a5a00; --wait-soft: #fdf3dc; --code: #f3f4f7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf1; --soft: #a2abba; --line: #353c49; --page: #14181f; --card: #1d222b; --good: #58c98b;
    --good-soft: #1b3527; --bad: #f0896f; --bad-soft: #3d221c; --wait: #e2b357; --wait-soft: #392e17; --code: #262c37; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 0; }
.meta { color: var(--soft); margin: 0 0 1.5rem; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.25rem;
  margin: 0 0 1rem; break-inside: avoid-page; }
.score { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; }
.score strong { font-size: 2.2rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.score span { color: var(--soft); }
.bar { height: 10px; border-radius: 5px; background: var(--line); overflow: hidden; margin: .8rem 0 .4rem; }
.bar i { display: block; height: 100%; background: var(--good); }
.head { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
.points { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.tests { list-style: none; margin: .6rem 0 0; padding: 0; }
ul.tests > li { border-top: 1px solid var(--line); padding: .65rem 0 .6rem; }
ul.tests > li:last-child { padding-bottom: 0; }
.title { flex: 1; overflow-wrap: anywhere; }
.test { display: flex; gap: .75rem; align-items: baseline; }
.verdict { flex: none; font-size: .8rem; font-weight: 600; border-radius: 99px; padding: .1rem .6rem; }
.good { color: var(--good); background: var(--good-soft); }
.bad { color: var(--bad); background: var(--bad-soft); }
.wait { color: var(--wait); background: var(--wait-soft); }
pre { margin: .6rem 0 0; padding: .7rem .9rem; background: var(--code); border-radius: 8px; overflow-x: auto;
  font: 13.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.more { color: var(--soft); }
.said { margin: .4rem 0 0; overflow-wrap: anywhere; }
.hint { margin: .6rem 0 0; padding: .55rem .9rem; border-left: 4px solid var(--wait); background: var(--wait-soft);
  border-radius: 0 8px 8px 0; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--wait); }
.notice p { margin: .2rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
footer { color: var(--soft); font-size: .85rem; margin-top: 2rem; overflow-wrap: anywhere; }
@media print { body { background: none; } main { padding: 0; } .card { border-color: #999; } }
`;
