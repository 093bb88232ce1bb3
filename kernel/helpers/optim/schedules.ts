import { OptionError } from "../../core/index.ts";

/**
 * Cosine decay: ½·α₀·(1 + cos(π·t/T)), from α₀ at t = 0 to 0 at t = T.
 *
 * @source Loshchilov & Hutter, arXiv:1608.03983
 * @example cosineDecay(50, { initial: 0.1, total: 100 }) // 0.05
 */
export function cosineDecay(
  t: number,
  { initial, total }: { readonly initial: number; readonly total: number },
): number {
  const progress = Math.min(1, Math.max(0, t / total));
  return 0.5 * initial * (1 + Math.cos(Math.PI * progress));
}

/** Cyclic cosine schedule of snapshot ensembles. */
export interface SnapshotSchedule {
  /** Learning rate at iteration t = 1 … T. */
  readonly rate: (t: number) => number;
  /** Iterations after which the weights are kept: the M minima. */
  readonly snapshots: readonly number[];
}

/**
 * α(t) = ½·α₀·(cos(π·mod(t − 1, ⌈T/M⌉)/⌈T/M⌉) + 1): M cycles, a snapshot at the end of each.
 *
 * @param total T iterations
 * @param cycles M
 * @source Huang et al., arXiv:1704.00109, equation 2
 * @example snapshotSchedule(100, 5, 0.1).rate(1) // 0.1
 */
export function snapshotSchedule(total: number, cycles: number, initial: number): SnapshotSchedule {
  const length = Math.ceil(total / cycles);
  return {
    rate: (t) => 0.5 * initial * (Math.cos((Math.PI * ((t - 1) % length)) / length) + 1),
    snapshots: Array.from({ length: cycles }, (_, cycle) => Math.min(total, (cycle + 1) * length)),
  };
}

/** AlexNet's recipe. @source Krizhevsky, Sutskever & Hinton, NIPS 2012, section 5 */
export const alexnetRecipe: {
  readonly learningRate: number;
  readonly plateauFactor: number;
  readonly batch: number;
  readonly rho: number;
  readonly decay: number;
  readonly dropout: number;
} = { learningRate: 0.01, plateauFactor: 0.1, batch: 128, rho: 0.9, decay: 5e-4, dropout: 0.5 };

/** How a plateau is told. */
export interface PlateauOptions {
  readonly initial: number;
  /** Default 0.1: divide by ten. */
  readonly factor?: number;
  /** Epochs without improvement that are borne; the next one lowers the rate (default 2). */
  readonly patience?: number;
  /** Smallest decrease of the loss that counts (default 0). */
  readonly minDelta?: number;
}

/**
 * Lowers the learning rate when the loss has not improved for more than `patience` epochs.
 *
 * @example new Plateau({ initial: 0.01, patience: 0 }).update(1) // 0.01: the first loss is the best so far
 */
export class Plateau {
  #rate: number;
  #best = Infinity;
  #waited = 0;
  readonly #options: Required<PlateauOptions>;

  constructor({ initial, factor = 0.1, patience = 2, minDelta = 0 }: PlateauOptions) {
    this.#options = { initial, factor, patience, minDelta };
    this.#rate = initial;
  }

  /** Takes the loss of an epoch, returns the rate for the next one. */
  update(loss: number): number {
    if (loss < this.#best - this.#options.minDelta) {
      this.#best = loss;
      this.#waited = 0;
    } else {
      this.#waited += 1;
      if (this.#waited > this.#options.patience) {
        this.#rate *= this.#options.factor;
        this.#waited = 0;
      }
    }
    return this.#rate;
  }
}

/**
 * Stops when the loss has not improved for `patience` epochs in a row, and keeps what was best.
 *
 * @example new EarlyStopping({ patience: 1 }).update(0.5, [1, 2]) // false
 */
export class EarlyStopping<Weights> {
  readonly #patience: number;
  readonly #minDelta: number;
  #best: { readonly loss: number; readonly epoch: number; readonly weights: Weights } | undefined;
  #epoch = 0;

  /** @param options patience ≥ 1 epochs (default 5), minDelta ≥ 0 (default 0) */
  constructor({ patience = 5, minDelta = 0 }: { patience?: number; minDelta?: number } = {}) {
    if (!Number.isInteger(patience) || patience < 1) {
      throw new OptionError({
        code: "PATIENCE",
        summary: "EarlyStopping: patience is a number of epochs.",
        given: `patience ${patience}`,
        expected: "a whole number ≥ 1",
      });
    }
    this.#patience = patience;
    this.#minDelta = minDelta;
  }

  /** Takes an epoch's validation loss and weights; true: stop now. */
  update(loss: number, weights: Weights): boolean {
    const epoch = this.#epoch;
    this.#epoch += 1;
    if (this.#best === undefined || loss < this.#best.loss - this.#minDelta) {
      this.#best = { loss, epoch, weights };
      return false;
    }
    return epoch - this.#best.epoch >= this.#patience;
  }

  /** The best epoch so far (from 0), its loss and weights; undefined before the first epoch. */
  get best():
    { readonly loss: number; readonly epoch: number; readonly weights: Weights } | undefined {
    return this.#best;
  }
}
