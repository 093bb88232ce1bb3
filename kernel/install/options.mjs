// What `npm start` may be told. Dependency-free, so that a wrong word is answered before anything is installed.
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { SetupError } from "./trouble.mjs";

export const help = `usage: npm start -- [DIR] [options]        (in an exported course too; or: convlab start [DIR] [options])

Sets everything up inside this folder, then opens JupyterLab with the kernel "TypeScript (Convlab)".
The first start downloads what it needs; later ones are ready in seconds. Ctrl-C ends all that it started.

  DIR              folder to open (default: the labs)
  --port N         port to listen on (default 8888)
  --no-browser     only print the address (servers; JupyterLab over ssh)
  --ip ADDRESS     address to listen on (default localhost: this machine only)
  --allow-root     do not warn when started as root
  --setup-only     set up, start nothing
  --verbose        show JupyterLab's own log instead of keeping it in a file
  --Class.trait=…  handed to JupyterLab as it is
  --help           this text
`;

const wrong = (given, expected, fix) =>
  new SetupError({
    code: "BAD_OPTION",
    summary: "npm start does not understand what it was told.",
    given,
    expected,
    fix,
  });

/** Reads the command line; throws a SetupError for the first word that does not fit. */
export function parseOptions(args) {
  const options = {
    port: 8888,
    browser: true,
    ip: "localhost",
    allowRoot: false,
    setupOnly: false,
  };
  Object.assign(options, { verbose: false, help: false, folder: undefined, handedOn: [] });
  const words = [...args];
  while (words.length > 0) {
    const word = words.shift();
    const [name, glued] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(word)?.slice(1) ?? [];
    const value = () => {
      const text = glued ?? words.shift();
      if (text) return text;
      throw wrong(
        word,
        `a value behind ${name}`,
        `for example: npm start -- ${name} ${name === "--port" ? "8899" : "0.0.0.0"}`,
      );
    };
    if (word === "--help" || word === "-h") options.help = true;
    else if (name === "--port") options.port = toPort(value());
    else if (name === "--ip") options.ip = value();
    else if (word === "--no-browser") options.browser = false;
    else if (word === "--allow-root") options.allowRoot = true;
    else if (word === "--setup-only") options.setupOnly = true;
    else if (word === "--verbose") options.verbose = true;
    else if (/^--[A-Z]\w*\.\w+=/.test(word)) options.handedOn.push(word);
    else if (word.startsWith("-"))
      throw wrong(word, "one of the options of --help", "npm start -- --help");
    else if (options.folder !== undefined)
      throw wrong(`${options.folder} ${word}`, "one folder", "npm start -- DIR");
    else options.folder = toFolder(word);
  }
  return options;
}

function toPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw wrong(`--port ${text}`, "a number from 1 to 65535", "npm start -- --port 8899");
}

function toFolder(word) {
  // npm runs scripts in the package's folder; INIT_CWD is where the user stood
  const stands = process.env.npm_lifecycle_event === "start" ? process.env.INIT_CWD : undefined;
  const folder = resolve(stands ?? process.cwd(), word);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw wrong(word, "a folder that exists", `look at the path: ${folder}`);
}
