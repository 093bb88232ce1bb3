// What is shown over an underlined place: the problem in a beginner's words, the compiler's below, and a mend to click.
import type { Fix, Problem } from "./problem.ts";

/** Prefix of our class names. */
export const prefix = "convlab-problem";

/** The node of the tooltip. */
export function tooltipOf(problems: readonly Problem[], apply: (fix: Fix) => void): HTMLElement {
  const node = document.createElement("div");
  node.className = `${prefix}-tooltip`;
  for (const { message, detail, fix, severity } of problems) {
    const entry = node.appendChild(document.createElement("div"));
    entry.className = `${prefix}-entry ${prefix}-entry-${severity}`;
    entry.append(...withCode("div", message));
    if (detail !== undefined) {
      const small = entry.appendChild(document.createElement("div"));
      small.className = `${prefix}-detail`;
      small.textContent = detail;
    }
    if (fix !== undefined) entry.append(button(fix, apply));
  }
  return node;
}

function button(fix: Fix, apply: (fix: Fix) => void): HTMLElement {
  const node = document.createElement("button");
  node.type = "button";
  node.className = `${prefix}-fix`;
  node.append(...withCode("span", fix.title));
  node.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the editor keeps the focus
    apply(fix);
  });
  return node;
}

/** Text in which `names` stand in backquotes. */
function withCode(tag: string, text: string): HTMLElement[] {
  const node = document.createElement(tag);
  for (const [index, part] of text.split("`").entries()) {
    const piece = index % 2 === 0 ? document.createTextNode(part) : document.createElement("code");
    if (index % 2 === 1) piece.textContent = part;
    node.append(piece);
  }
  return [node];
}

/** How it looks, in JupyterLab's colours, light and dark. */
export const styles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [`.${prefix}-error`]: {
    textDecoration: "underline wavy var(--jp-error-color1, #d32f2f) 1px",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
  },
  [`.${prefix}-hint`]: {
    textDecoration: "underline dotted var(--jp-info-color1, #0288d1) 2px",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
  },
  [`.${prefix}-tooltip`]: {
    maxWidth: "560px",
    fontFamily: "var(--jp-ui-font-family, sans-serif)",
    fontSize: "var(--jp-ui-font-size1, 13px)",
    color: "var(--jp-ui-font-color1, black)",
    background: "var(--jp-layout-color1, white)",
    border: "1px solid var(--jp-border-color1, #bdbdbd)",
    borderRadius: "2px",
    boxShadow: "var(--jp-elevation-z6, 0 1px 6px rgb(0 0 0 / 30%))",
    whiteSpace: "normal",
    lineHeight: "1.45",
  },
  [`.${prefix}-entry`]: { padding: "6px 10px" },
  [`.${prefix}-entry + .${prefix}-entry`]: {
    borderTop: "1px solid var(--jp-border-color2, #e0e0e0)",
  },
  [`.${prefix}-entry-error`]: { borderLeft: "3px solid var(--jp-error-color1, #d32f2f)" },
  [`.${prefix}-entry-hint`]: { borderLeft: "3px solid var(--jp-info-color1, #0288d1)" },
  [`.${prefix}-entry code`]: {
    fontFamily: "var(--jp-code-font-family, monospace)",
    fontSize: "0.95em",
  },
  [`.${prefix}-detail`]: {
    marginTop: "4px",
    color: "var(--jp-ui-font-color2, #616161)",
    fontSize: "var(--jp-ui-font-size0, 11px)",
    fontFamily: "var(--jp-code-font-family, monospace)",
    whiteSpace: "pre-wrap",
  },
  [`.${prefix}-fix`]: {
    marginTop: "6px",
    padding: "2px 8px",
    cursor: "pointer",
    color: "var(--jp-content-link-color, #1976d2)",
    background: "transparent",
    border: "1px solid currentColor",
    borderRadius: "2px",
    font: "inherit",
  },
};
