// The little of JupyterLab and CodeMirror that marking errors needs; both are there at run time, handed over by the page.

/** Lumino's signal. */
interface Signal<Sender, Arguments> {
  connect(slot: (sender: Sender, args: Arguments) => void): boolean;
}

/** CodeMirror's view of one cell. */
export interface View {
  readonly state: State;
  readonly dom: HTMLElement;
  dispatch(change: {
    readonly changes?: { readonly from: number; readonly to: number; readonly insert: string };
    readonly effects?: Effect;
  }): void;
}

interface State {
  readonly doc: { readonly length: number; toString(): string };
  field<T>(field: Field<T>, require: false): T | undefined;
}

/** An effect of a transaction. */
interface Effect {
  is<T>(type: EffectType<T>): this is { readonly value: T };
}

export interface EffectType<T> {
  of(value: T): Effect;
}

/** Part of the editor's state; opaque. */
export interface Field<T> {
  readonly type?: T;
}

/** Something to be added to an editor; opaque. */
export type Extension = object;

/** Decorations in the order of the text. */
export interface Ranges {
  between(from: number, to: number, visit: (from: number, to: number, mark: Mark) => void): void;
  map(changes: unknown): Ranges;
}

interface Mark {
  readonly spec: Readonly<Record<string, unknown>>;
  range(from: number, to: number): unknown;
}

interface Transaction {
  readonly docChanged: boolean;
  readonly changes: unknown;
  readonly effects: readonly Effect[];
}

/** What `@codemirror/state` exports, as far as we use it. */
export interface CodeMirrorState {
  readonly StateEffect: { define<T>(): EffectType<T> };
  readonly StateField: {
    define<T>(about: {
      create(): T;
      update(value: T, transaction: Transaction): T;
      provide(field: Field<T>): Extension;
    }): Field<T> & Extension;
  };
}

/** What `@codemirror/view` exports, as far as we use it. */
export interface CodeMirrorView {
  readonly Decoration: {
    readonly none: Ranges;
    mark(spec: Readonly<Record<string, unknown>>): Mark;
    set(ranges: readonly unknown[], sort: boolean): Ranges;
  };
  readonly EditorView: {
    readonly decorations: { from(field: Field<Ranges>): Extension };
    readonly updateListener: {
      of(
        listener: (update: { readonly docChanged: boolean; readonly view: View }) => void,
      ): Extension;
    };
    baseTheme(styles: Readonly<Record<string, Readonly<Record<string, string>>>>): Extension;
  };
  hoverTooltip(
    find: (view: View, position: number) => Tooltip | null,
    options: { readonly hoverTime: number; readonly hideOnChange: boolean },
  ): Extension;
}

interface Tooltip {
  readonly pos: number;
  readonly end: number;
  readonly above: boolean;
  create(): { readonly dom: HTMLElement };
}

/** A comm with the kernel. */
export interface Comm {
  readonly isDisposed: boolean;
  onMsg: (message: { readonly content: { readonly data: unknown } }) => void;
  onClose: () => void;
  open(data?: object): unknown;
  send(data: object): unknown;
  close(): unknown;
}

export interface Kernel {
  readonly info: Promise<{ readonly implementation: string }>;
  readonly isDisposed: boolean;
  readonly handleComms: boolean;
  createComm(target: string): Comm;
}

/** JupyterLab's editor around CodeMirror's. */
export interface Editor {
  readonly editor: View;
  injectExtension(extension: Extension): void;
}

export interface Cell {
  readonly isDisposed: boolean;
  readonly ready: Promise<void>;
  readonly model: {
    readonly type: string;
    readonly sharedModel: { getSource(): string };
  };
  readonly editor: Editor | null;
}

interface Notebook {
  readonly widgets: readonly Cell[];
  readonly activeCell: Cell | null;
  readonly activeCellChanged: Signal<Notebook, Cell | null>;
}

/** A notebook with its kernel, in a tab of its own. */
export interface NotebookPanel {
  readonly content: Notebook;
  readonly disposed: Signal<NotebookPanel, void>;
  readonly sessionContext: {
    readonly session: { readonly kernel: Kernel | null } | null;
    readonly kernelChanged: Signal<unknown, unknown>;
    readonly statusChanged: Signal<unknown, string>;
  };
}

export interface NotebookTracker {
  readonly currentWidget: NotebookPanel | null;
  readonly widgetAdded: Signal<unknown, NotebookPanel>;
  forEach(visit: (panel: NotebookPanel) => void): void;
}

/** Tells which completion was taken. */
export interface CompletionManager {
  readonly selected?: Signal<unknown, { readonly insertText: string }>;
}

/** What `@jupyterlab/notebook` exports, as far as we use it. */
export interface NotebookPackage {
  readonly INotebookTracker: object;
  readonly NotebookActions: {
    readonly executed: Signal<unknown, { readonly notebook: Notebook }>;
  };
}

/** What `@jupyterlab/completer` exports, as far as we use it. */
export interface CompleterPackage {
  readonly ICompletionProviderManager: object;
}

/** A plugin of JupyterLab's application. */
export interface Plugin {
  readonly id: string;
  readonly description: string;
  readonly autoStart: true;
  readonly requires: readonly object[];
  readonly optional: readonly object[];
  activate(app: unknown, ...services: unknown[]): void;
}
