// plotly.js weighs megabytes: it is loaded when the first figure is to be drawn, once for the page.
import type { Plotly } from "./plotly.ts";

/** Name of plotly's file beside this script; esbuild puts it in. */
declare const PLOTLY_FILE: string;

/** Where this script came from; known only while it runs for the first time. */
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";

let loading: Promise<Plotly> | undefined;

/** plotly.js, loaded from beside this script. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= new Promise<Plotly>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(PLOTLY_FILE, own).href;
    script.addEventListener("load", () => {
      if (window.Plotly) resolve(window.Plotly);
      else reject(new Error(`${script.src} is not plotly.js`));
    });
    script.addEventListener("error", () => {
      loading = undefined; // the next figure tries again
      reject(new Error(`${script.src} could not be loaded: is JupyterLab still running?`));
    });
    document.head.append(script);
  });
  return loading;
}
