// A line to V8's inspector in the process that runs the cells. It works while that process's main thread is in a loop.

/** Messages of the Chrome DevTools Protocol as JSON, both ways. */
export interface Wire {
  send(message: string): void;
  /** Says goodbye; resolves when all that was sent lies in the inspector's queue, or the process is gone. */
  close(): Promise<void>;
}

/** Who opened a wire. */
export interface WireListener {
  readonly message: (text: string) => void;
  /** Once: nothing more is heard. */
  readonly closed: () => void;
}

/** Opens a wire; what is sent at once waits until it stands. */
export type OpenWire = (listener: WireListener) => Wire;
