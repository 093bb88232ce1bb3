// The filters of a correlation, in parts that fit the workspace, packed as panels with their biases.
import type { Correlation } from "../jobs.ts";
import type { Lattice } from "../lattice.ts";
import type { Machine } from "./machine.ts";
import { packPanels, paddedColumns } from "./panels.ts";

/** Numbers of packed filters at a time. */
const panelBudget = 2 ** 22;

/** Some columns of one group. */
export interface Part {
  readonly group: number;
  readonly first: number;
  readonly columns: number;
}

/** How filters lie: row by row, columns side by side. */
export const columnsOf = (
  lattice: Lattice,
  inner: number,
): { readonly rowStep: number; readonly columnStep: 1; readonly inner: number } =>
  ({ rowStep: lattice.outChannels, columnStep: 1, inner }) as const;

/** All columns, group by group, in parts of the budget. */
export function partsOf(machine: Machine, { groups, outChannels }: Lattice, inner: number): Part[] {
  const perGroup = outChannels / groups;
  const most = Math.max(machine.width, Math.floor(panelBudget / inner / machine.width) * machine.width); // prettier-ignore
  return Array.from({ length: groups }, (_, group) => group).flatMap((group) =>
    Array.from({ length: Math.ceil(perGroup / most) }, (_, i) => ({
      group,
      first: group * perGroup + i * most,
      columns: Math.min(most, perGroup - i * most),
    })),
  );
}

/** Packs a part's filters and biases at their addresses. */
export function packFilters(
  machine: Machine,
  { lattice, filters, bias }: Correlation,
  { first, columns }: Part,
  inner: number,
  place: { readonly panels: number; readonly scratch: number; readonly bias: number },
): void {
  const layout = { ...columnsOf(lattice, inner), from: filters, start: first, columns };
  packPanels(machine, layout, place.panels, place.scratch);
  const numbers = machine.workspace.floats(machine.dtype);
  const at = place.bias / machine.bytes;
  for (let c = 0; c < paddedColumns(machine, columns); c += 1) {
    numbers[at + c] = c < columns ? (bias?.[first + c] ?? 0) : 0;
  }
}
