//! The style sheet, and the policy that allows it and nothing else.

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

/// Colours by role in light and dark; shapes and words stand beside every colour.
pub(super) const CSS: &str = "
:root{color-scheme:light dark;--ink:#1c1e21;--paper:#fff;--muted:#5c636b;--rule:#d5d9de;--soft:#f4f5f7;--danger:#a3130f;--ok:#14692b;--warning:#7a4a00;--accent:#0b4f8a;--mark:#ffd9d6}
@media (prefers-color-scheme:dark){:root{--ink:#e4e6e9;--paper:#16181b;--muted:#a3abb3;--rule:#3a3f45;--soft:#1f2226;--danger:#ff8d84;--ok:#79d28f;--warning:#f0b95c;--accent:#8cc2ff;--mark:#5c1f1b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;color:var(--ink);background:var(--paper);font:16px/1.5 system-ui,'Segoe UI','Yu Gothic UI','Meiryo',sans-serif}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:2px solid var(--rule);padding-bottom:.2rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:0;margin:.6rem 0}
a{color:var(--accent)}
.muted{color:var(--muted)}
.title{font-weight:700}
.danger{color:var(--danger);font-weight:700}
.ok{color:var(--ok)}
.warning{color:var(--warning);text-decoration:underline dotted}
.accent{color:var(--accent);font-weight:700}
dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.25rem 1rem;margin:.6rem 0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{border:1px solid var(--rule);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
td:first-child{min-width:7.5rem}
td code,td mark{overflow-wrap:anywhere}
th{background:var(--soft)}
code,pre,.line,td mark{font-family:ui-monospace,Consolas,'MS Gothic',monospace;font-size:.9em}
pre{background:var(--soft);border:1px solid var(--rule);padding:.6rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.label{margin-bottom:-.2rem}
mark{background:var(--mark);color:inherit;font-weight:700;text-decoration:underline}
figure{margin:.6rem 0}
figcaption{color:var(--muted);font-size:.9em}
.cited{list-style:none;margin:0;padding:.4rem .6rem;background:var(--soft);border-left:4px solid var(--rule)}
.cited li{display:grid;grid-template-columns:4.5rem 1fr;overflow-wrap:anywhere}
.line{color:var(--muted);text-align:right;padding-right:.8rem}
.chart{display:block;width:100%;min-width:38rem;max-width:52rem;height:auto}
.chart text{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.chart .axis{stroke:var(--ink)}
.chart .grid{stroke:var(--rule);stroke-dasharray:2 3}
.chart .accepted{fill:none;stroke:var(--ok);stroke-width:1.5}
.chart .refused{fill:var(--danger)}
.chart .change{stroke:var(--muted);stroke-dasharray:4 3}
.chart .broke{stroke:var(--accent);stroke-width:2}
.chart text.broken{fill:var(--accent);font-weight:700}
@media print{body{max-width:none;padding:0;font-size:11px}nav{display:none}a{color:inherit}section{break-inside:auto}figure,pre,tr{break-inside:avoid}pre,.cited{border:1px solid #999;background:none}}
";

/// `Content-Security-Policy`: the style sheet by its hash, and nothing else.
pub(super) fn policy() -> String {
    let hash = Sha256::digest(CSS.as_bytes());
    let hash = base64::engine::general_purpose::STANDARD.encode(hash);
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}
