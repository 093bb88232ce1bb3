// Whole notebooks, run by nbclient as papermill, nbgrader and `jupyter execute` run them.
import type { Contender } from "../contenders.ts";
import { runPython } from "../python-client.ts";
import { atMost, exactly, type Findings, type Row } from "../row.ts";
import type { Snippets } from "../snippets.ts";

interface Ran {
  readonly ms: number;
  readonly cells: number;
  readonly lines: number;
  readonly error: string | null;
}

/** Fifty cells; the first of them declares and shows nothing. */
function fifty({ trivial, declare, print }: Snippets): string[] {
  return Array.from({ length: 50 }, (_, n) => {
    if (n === 0) return declare(0);
    return [trivial, declare(n, 0), print(n), trivial, declare(n, 0)][n % 5] ?? trivial;
  });
}

export const nbclient: Row = {
  id: "nbclient",
  rounds: 3,
  figures: [
    { id: "nbclient", title: "nbclient, 50 cells, whole run", unit: "ms", target: atMost(900) },
    {
      id: "nbclientKept",
      title: "outputs kept, of 49",
      unit: "outputs",
      target: exactly(49),
      rises: true,
    },
    {
      id: "nbclientLines",
      title: "nbclient, of 2,000 printed lines",
      unit: "lines",
      target: exactly(2000),
      rises: true,
    },
  ],
  async measure(contender): Promise<Findings> {
    const many = await execute(contender, fifty(contender.snippets));
    const long = await execute(contender, [contender.snippets.lines(2000)]);
    const why = "did not run";
    return {
      nbclient: many?.error === null ? many.ms : (many?.error ?? why).slice(0, 40),
      nbclientKept: many?.cells ?? why,
      nbclientLines: long?.lines ?? why,
    };
  },
};

async function execute(contender: Contender, cells: readonly string[]): Promise<Ran | undefined> {
  const notebook = JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      source,
      metadata: {},
      outputs: [],
      execution_count: null,
    })),
  });
  const files = { "notebook.ipynb": notebook };
  const ran = await runPython("run_notebook.py", contender, {
    files,
    args: [contender.id],
    limit: 120_000,
  });
  return ran as Ran | undefined;
}
