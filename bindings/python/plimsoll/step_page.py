"""Steps as an HTML page."""

from .step_table import cells, in_order, leak

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ padding: .3rem .6rem; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap; }}
th:first-child, td:first-child {{ text-align: left; }}
.leaks {{ background: #d9304022; }}
.leak {{ border-left: .3rem solid #d93040; padding: .2rem .8rem; }}
</style></head><body>
<h1>{title}</h1>
<p>{summary}</p>
{leaks}
<div class="scroll"><table>
<thead><tr>{headings}</tr></thead>
<tbody>
{rows}
</tbody></table></div>
<p>Growth is that of the heap in use, without the steps within, in runs beside which no other went on. The peak is what the
process had resident. Percentiles are within 2 %.</p>
</body></html>
"""
_HEADINGS = (
    "Step",
    "Runs",
    "Failed",
    "p50",
    "p95",
    "p99",
    "CPU a run",
    "Peak",
    "Growth a run",
    "Read",
    "Written",
)


def page(steps, title="Steps"):
    """One page, whole in itself, without network or script."""
    from html import escape

    rows = []
    for depth, step in in_order(steps):
        name = f'<td style="padding-left: {0.6 + depth * 1.2:.1f}rem">{escape(step.name)}</td>'
        marked = ' class="leaks"' if step.memory.leaks else ""
        rows.append(f"<tr{marked}>{name}{''.join(f'<td>{escape(cell)}</td>' for cell in cells(step))}</tr>")
    return _PAGE.format(
        title=escape(title),
        summary=escape(steps.summary),
        leaks="\n".join(f'<p class="leak">{escape(leak(step))}</p>' for step in steps.leaking()),
        headings="".join(f"<th>{heading}</th>" for heading in _HEADINGS),
        rows="\n".join(rows),
    )
