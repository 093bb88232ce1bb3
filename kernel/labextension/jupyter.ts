// The little that we use of JupyterLab in the page; its packages are there at run time, handed over by the page itself.

/** Output of a cell as a renderer sees it. */
export interface MimeModel {
  readonly data: Readonly<Record<string, unknown>>;
}

/** Lumino's Widget: a node in the page with a life cycle. */
interface Widget {
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  dispose(): void;
}

/** Lumino's package as the page shares it. */
export interface LuminoWidgets {
  readonly Widget: new () => Widget;
}

/** A widget that shows one output. */
export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

/** What JupyterLab wants of a package that renders a MIME type. */
export interface MimeExtension {
  readonly id: string;
  readonly dataType: "json";
  readonly rank: number;
  readonly rendererFactory: {
    /** True: also drawn in notebooks that are not trusted, since nothing of the data is run as code. */
    readonly safe: boolean;
    readonly mimeTypes: readonly string[];
    createRenderer(options: { readonly mimeType: string }): Renderer;
  };
}

/** Packages that the page shares: name → version → how to get it (webpack's share scope). */
export type ShareScope = Readonly<
  Record<
    string,
    Readonly<Record<string, { readonly from?: string; get(): Promise<() => unknown> }>>
  >
>;
