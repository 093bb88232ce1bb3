// Fields of a debug request's arguments. What is missing or of another type is taken as not said.
import { isJsonObject, type Json, type JsonObject, ProtocolError } from "../../core/index.ts";

/** Reads the arguments of one command. */
export class Arguments {
  readonly #command: string;
  readonly #fields: JsonObject;

  constructor(command: string, value: Json | undefined) {
    this.#command = command;
    this.#fields = isJsonObject(value) ? value : {};
  }

  /** @throws ProtocolError BAD_CONTENT when it is missing */
  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value === "string") return value;
    throw this.#missing(name, "a string");
  }

  optionalText(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === "string" ? value : undefined;
  }

  /** @throws ProtocolError BAD_CONTENT when it is missing */
  number(name: string): number {
    const value = this.optionalNumber(name);
    if (value !== undefined) return value;
    throw this.#missing(name, "a number");
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#fields[name];
    return typeof value === "number" ? Math.trunc(value) : undefined;
  }

  texts(name: string): string[] {
    const value = this.#fields[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  }

  /** The records of a list. */
  list(name: string): Arguments[] {
    const value = this.#fields[name];
    return Array.isArray(value)
      ? value.map((each: Json) => new Arguments(this.#command, each))
      : [];
  }

  record(name: string): Arguments {
    return new Arguments(this.#command, this.#fields[name]);
  }

  #missing(name: string, expected: string): ProtocolError {
    return new ProtocolError({
      code: "BAD_CONTENT",
      summary: `The debug request ${this.#command} needs ${name}.`,
      expected: `arguments.${name}, ${expected}`,
    });
  }
}
