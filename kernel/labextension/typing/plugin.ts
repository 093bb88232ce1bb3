// Type errors while typing, in notebooks whose kernel is ours. Other notebooks are left alone: nothing is added to their
// editors.
import { Marks } from "./marks.ts";
import type {
  Cell,
  CodeMirrorState,
  CodeMirrorView,
  CompleterPackage,
  CompletionManager,
  NotebookPackage,
  NotebookPanel,
  NotebookTracker,
  Plugin,
} from "./page.ts";
import { Questions } from "./questions.ts";
import { Watch } from "./watch.ts";

/** What our kernel calls itself in kernel_info_reply. */
const implementation = "convlab";

/** Packages of the page. */
export interface TypingPackages {
  readonly notebook: NotebookPackage;
  readonly completer: CompleterPackage;
  readonly state: CodeMirrorState;
  readonly view: CodeMirrorView;
}

/** The plugin that underlines errors. */
export function typingPlugin({ notebook, completer, state, view }: TypingPackages): Plugin {
  return {
    id: "convlab:typing",
    description: "Underlines errors of TypeScript cells while they are typed.",
    autoStart: true,
    requires: [notebook.INotebookTracker],
    optional: [completer.ICompletionProviderManager],
    activate(_app, tracker, completions) {
      const watches = new Map<NotebookPanel, Watch>();
      const marks = new Marks(state, view);
      const watch = (panel: NotebookPanel): void => watchPanel(panel, marks, watches);
      const { forEach, widgetAdded } = tracker as NotebookTracker;
      forEach.call(tracker, watch);
      widgetAdded.connect((_, panel) => watch(panel));
      notebook.NotebookActions.executed.connect((_, { notebook: content }) => {
        for (const [panel, each] of watches) if (panel.content === content) each.ran();
      });
      (completions as CompletionManager | null)?.selected?.connect((_, { insertText }) => {
        const current = (tracker as NotebookTracker).currentWidget;
        if (current) watches.get(current)?.completed(insertText);
      });
    },
  };
}

/** Watches a notebook for as long as it has a kernel of ours. */
function watchPanel(panel: NotebookPanel, marks: Marks, watches: Map<NotebookPanel, Watch>): void {
  const { sessionContext, content, disposed } = panel;
  const end = (): readonly Cell[] => {
    const cells = watches.get(panel)?.end() ?? [];
    watches.delete(panel);
    return cells;
  };
  const begin = async (): Promise<void> => {
    const cells = end();
    const kernel = sessionContext.session?.kernel;
    if (!kernel || (await kernel.info).implementation !== implementation) return;
    const isCurrent = sessionContext.session?.kernel === kernel;
    if (isCurrent) watches.set(panel, new Watch(panel, marks, new Questions(kernel), cells));
  };
  const report = (error: unknown): void => console.error("convlab: no marks while typing", error);
  sessionContext.kernelChanged.connect(() => {
    begin().catch(report);
  });
  // the old kernel's last "idle" may come between "restarting" and "unknown": the one behind that is the new kernel's
  let isFresh = false;
  sessionContext.statusChanged.connect((_, status) => {
    if (/restarting$|^unknown$/.test(status)) isFresh = true;
    else if (isFresh && status === "idle") {
      isFresh = false;
      watches.get(panel)?.restarted();
    }
  });
  content.activeCellChanged.connect((_, cell) => {
    watches.get(panel)?.enter(cell).catch(report);
  });
  disposed.connect(end);
  begin().catch(report);
}
