/** Builds everything into `dist/`. */
export function buildAll(): Promise<void>;
