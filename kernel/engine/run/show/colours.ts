// Colours of printed objects are for whoever asks for them: escape codes in a saved notebook disturb its differences, text
// searches and every program that reads outputs. What cells print themselves passes as it is; errors have their colours.

/** True where `CONVLAB_COLORS=1` was set when the kernel started. */
export const hasColours: boolean = process.env["CONVLAB_COLORS"] === "1";
