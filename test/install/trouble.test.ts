import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { explain } from "../../kernel/install/trouble.mjs";

// what npm, pip and uv really printed when each was made to fail
const printed = {
  NO_NETWORK: [
    "npm error code EAI_AGAIN\nnpm error request to https://packages.example/zeromq failed, reason: getaddrinfo EAI_AGAIN",
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)': /simple/uv/\nERROR: No matching distribution found for uv==0.13.9",
    "<urlopen error [Errno -3] Temporary failure in name resolution>",
    "error: Failed to fetch: `https://packages.example/simple/anyio/`\n  Caused by: dns error: failed to lookup address information",
  ],
  CERTIFICATE: [
    "npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY\nnpm error errno UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate>",
    "error: Failed to fetch\n  Caused by: invalid peer certificate: UnknownIssuer",
  ],
  DISK_FULL: [
    "npm error code ENOSPC\nnpm error nospc There appears to be insufficient space",
    "error: failed to write to file: No space left on device (os error 28)",
  ],
  NO_RIGHT: [
    "npm error code EACCES\nnpm error syscall mkdir",
    "error: failed to create directory: Read-only file system (os error 30)",
  ],
  LOCK_FILE_OUT_OF_STEP: [
    "npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.\nnpm error Missing: left-pad@1.3.0 from lock file",
  ],
  STEP_FAILED: ["Segmentation fault", ""],
} as const;

const cases = Object.entries(printed).flatMap(([code, texts]) =>
  texts.map((text) => [code, text] as const),
);

test.each(cases)(
  "%s is read from what the program printed, and says how to mend it: %#",
  (code, text) => {
    const error = explain("npm ci", text, tmpdir());
    expect(error.code).toBe(code);
    expect(error.message).toContain("to mend");
  },
);

test("a long output keeps its beginning and its end: the cause stands in one of them", () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  const { message } = explain("The build", lines.join("\n"), tmpdir());
  expect(message).toContain("line 0\n");
  expect(message).toContain("line 99\n");
  expect(message).not.toContain("line 50\n");
});
