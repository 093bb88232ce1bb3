// Underlines problems in a CodeMirror editor and shows them on hover.
import type {
  CodeMirrorState,
  CodeMirrorView,
  Editor,
  EffectType,
  Extension,
  Field,
  Ranges,
  View,
} from "./page.ts";
import { type Findings, type Fix, noFindings, type Problem } from "./problem.ts";
import { prefix, styles, tooltipOf } from "./tooltip.ts";

const hoverTime = 150; // ms

/** The marks of all editors; made of the page's own CodeMirror. */
export class Marks {
  readonly #view: CodeMirrorView;
  readonly #set: EffectType<Findings>;
  readonly #listeners = new WeakMap<View, { onChange: () => void }>();
  readonly #field: Field<Ranges> & Extension;

  constructor({ StateEffect, StateField }: CodeMirrorState, view: CodeMirrorView) {
    this.#view = view;
    const { Decoration, EditorView } = view;
    const set = StateEffect.define<Findings>();
    this.#set = set;
    this.#field = StateField.define<Ranges>({
      create: () => Decoration.none,
      update: (before, { changes, docChanged, effects }) => {
        let marks = docChanged ? before.map(changes) : before;
        for (const effect of effects) if (effect.is(set)) marks = this.#toRanges(effect.value);
        return marks;
      },
      provide: (field) => EditorView.decorations.from(field),
    });
  }

  /** Makes an editor show problems; `onChange` is called when its text has changed, in place of an earlier one. */
  attach(editor: Editor, onChange: () => void): void {
    const known = this.#listeners.get(editor.editor);
    if (known) {
      known.onChange = onChange; // the kernel was restarted: the editor has all it needs
      return;
    }
    const listener = { onChange };
    this.#listeners.set(editor.editor, listener);
    editor.injectExtension(this.#extension(listener));
  }

  #extension(listener: { readonly onChange: () => void }): Extension {
    const { EditorView, hoverTooltip } = this.#view;
    const changed = EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) listener.onChange();
    });
    const hover = hoverTooltip(
      (view, position) => {
        const found = this.#at(view, position);
        if (found === undefined) return null;
        const { start, end, text, problems } = found;
        const apply = (fix: Fix): void => {
          applyFix(view, text, fix);
        };
        return {
          pos: start,
          end,
          above: true,
          create: () => ({ dom: tooltipOf(problems, apply) }),
        };
      },
      { hoverTime, hideOnChange: true },
    );
    return [this.#field, changed, hover, EditorView.baseTheme(styles)];
  }

  /** Shows what was found; dropped where the text has changed meanwhile. */
  show(view: View, findings: Findings): void {
    const isStale = view.state.doc.toString() !== findings.text;
    if (!isStale) view.dispatch({ effects: this.#set.of(findings) });
  }

  /** Takes all marks away. */
  clear(view: View): void {
    view.dispatch({ effects: this.#set.of(noFindings) });
  }

  /** True where something is underlined. */
  hasAny(view: View): boolean {
    let any = false;
    const { length } = view.state.doc;
    view.state.field(this.#field, false)?.between(0, length, () => {
      any = true;
    });
    return any;
  }

  #toRanges({ text, problems }: Findings): Ranges {
    const { Decoration } = this.#view;
    const ranges = problems
      .filter(({ start, end }) => start < end && end <= text.length)
      .map((problem) =>
        Decoration.mark({ class: `${prefix}-${problem.severity}`, problem, text }).range(
          problem.start,
          problem.end,
        ),
      );
    return Decoration.set(ranges, true);
  }

  #at(
    view: View,
    position: number,
  ): { start: number; end: number; text: string; problems: Problem[] } | undefined {
    const problems: Problem[] = [];
    let [start, end, text] = [position, position, ""];
    view.state.field(this.#field, false)?.between(position, position, (from, to, { spec }) => {
      problems.push(spec["problem"] as Problem);
      [start, end, text] = [Math.min(start, from), Math.max(end, to), String(spec["text"])];
    });
    return problems.length === 0 ? undefined : { start, end, text, problems };
  }
}

/** Carries out a mend, if the text is still the one for which it was made. */
export function applyFix(view: View, text: string, fix: Fix): void {
  if (view.state.doc.toString() !== text) return;
  view.dispatch({ changes: { from: fix.start, to: fix.end, insert: fix.text } });
}
