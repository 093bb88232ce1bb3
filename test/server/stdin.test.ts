// Questions of a cell to the person before it: first the server's part with a scripted engine, then the whole kernel.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dealer } from "zeromq";
import type { Message } from "../support/client-messages.ts";
import { KernelProcess } from "../support/kernel-process.ts";
import type { KernelClient } from "../support/zmq-client.ts";

/** The next question of that cell, beside those that are known. */
function questionOf(
  client: KernelClient,
  id: string,
  known: readonly Message[] = [],
): Promise<Message> {
  return client.wait(
    "input_request",
    (it) => it.type === "input_request" && it.parentId === id && !known.includes(it),
  );
}

function reply(client: KernelClient, question: Message, value: string): Promise<string> {
  return client.send("stdin", "input_reply", { value }, {}, question.header);
}

describe("in front of a scripted engine", () => {
  test("input() asks the client that sent the cell and gets its line, whatever the script", async () => {
    await using kernel = await KernelProcess.start("scripted");
    const { client } = kernel;
    const id = await client.start("ask your name?");
    const question = await questionOf(client, id);
    expect(question).toMatchObject({
      channel: "stdin",
      parentId: id,
      content: { prompt: "your name?", password: false },
    });
    await reply(client, question, "Ada 𝒙 é");
    expect((await client.outcome(id)).stdout).toBe("got Ada 𝒙 é\n");
  });

  test("a client that takes no questions gets none, and the cell goes on", async () => {
    await using kernel = await KernelProcess.start("scripted");
    const { stdout } = await kernel.client.execute("ask name?", { allow_stdin: false });
    expect(stdout).toBe("got undefined\n");
    expect(kernel.client.received.some(({ type }) => type === "input_request")).toBe(false);
  });

  test("Stop ends a cell that waits for input, and a late answer goes nowhere", async () => {
    await using kernel = await KernelProcess.start("scripted");
    const { client } = kernel;
    const id = await client.start("ask name?");
    const question = await questionOf(client, id);
    await client.request("control", "interrupt_request");
    expect((await client.outcome(id)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
    const next = await client.start("ask again?");
    const second = await questionOf(client, next);
    await reply(client, question, "too late");
    await kernel.logged("nothing was asked");
    await reply(client, second, "in time");
    expect((await client.outcome(next)).stdout).toBe("got in time\n");
  });
});

describe("the whole kernel", () => {
  let kernel: KernelProcess;
  let client: KernelClient;
  beforeAll(async () => {
    kernel = await KernelProcess.start();
    client = kernel.client;
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  /** Runs a cell and answers its questions in turn; what they were, and what the cell printed. */
  async function converse(code: string, answers: readonly string[]) {
    const id = await client.start(code);
    const questions: Message[] = [];
    for (const answer of answers) {
      const question = await questionOf(client, id, questions);
      questions.push(question);
      await reply(client, question, answer);
    }
    const outcome = await client.outcome(id);
    return { ...outcome, questions: questions.map(({ content }) => content) };
  }

  test("input() hides what is typed for a password", async () => {
    const { questions, stdout } = await converse(
      "const secret = await input('key? ', { password: true }); console.log(secret.length);",
      ["hidden é"],
    );
    expect(questions).toEqual([{ prompt: "key? ", password: true }]);
    expect(stdout).toBe("8\n");
  });

  test("prompt() stands still until the line is there; an empty one means the default", async () => {
    const { questions, stdout } = await converse(
      "const size = prompt('size?', '28'); const name = prompt('name?'); console.log(size, name.trim());",
      ["", " Ada 😀 "],
    );
    expect(questions.map(({ prompt }) => prompt)).toEqual(["size? [28] ", "name?"]);
    expect(stdout).toBe("28 Ada 😀\n");
  });

  test("confirm() means yes by y and yes alone", async () => {
    const { questions, stdout } = await converse(
      "const answers: boolean[] = [1, 2, 3, 4].map((n) => confirm(`${n}?`)); console.log(answers.join());",
      ["y", "YES ", "", "yellow"],
    );
    expect(questions[0]).toEqual({ prompt: "1? [y/N] ", password: false });
    expect(stdout).toBe("true,true,false,false\n");
  });

  test("questions that are asked at once come one after the other, each with its own answer", async () => {
    const { questions, stdout } = await converse(
      "const both = await Promise.all([input('a? '), input('b? ')]); console.log(both.join());",
      ["1", "2"],
    );
    expect(questions.map(({ prompt }) => prompt)).toEqual(["a? ", "b? "]);
    expect(stdout).toBe("1,2\n");
  });

  test.each([
    ["await input('name? ')", "input"],
    ["prompt('name? ')", "prompt"],
    ["confirm('sure?')", "confirm"],
  ])("without a person %s fails at once, says so and how to mend it", async (code, name) => {
    const { reply: failed } = await client.execute(code, { allow_stdin: false });
    expect(failed).toMatchObject({ status: "error", ename: "CourseError" });
    expect(failed["evalue"]).toContain(`${name}() has nobody to ask`);
    expect(failed["evalue"]).toContain("to mend");
  });

  test.each([
    ["await input('name? '); console.log('went on')"],
    ["prompt('name? '); console.log('went on')"],
    ["confirm('sure?'); console.log('went on')"],
  ])("Stop ends %s with the variables kept", async (code) => {
    await client.execute("let kept = 41;");
    const id = await client.start(code);
    await questionOf(client, id);
    await client.request("control", "interrupt_request");
    const { reply: stopped, stdout } = await client.outcome(id);
    expect(stopped).toMatchObject({ ename: "KeyboardInterrupt" });
    expect(stdout).toBe("");
    expect((await client.execute("console.log(kept + 1)")).stdout).toBe("42\n");
  });

  test("a client that cannot be reached is not waited for", async () => {
    // it sends a cell and never connects to stdin, as one that has gone meanwhile
    const shell = new Dealer({ linger: 0, routingId: "gone" });
    shell.connect(`tcp://${kernel.info.ip}:${kernel.info.shell_port}`);
    const { frames, id } = client.frames("execute_request", {
      code: "await input('is anyone there? ')",
      allow_stdin: true,
    });
    await shell.send(frames);
    const error = await client.wait("the error", (it) => it.type === "error" && it.parentId === id);
    expect(error.content["evalue"]).toContain("nobody to ask");
    expect(kernel.log).toContain("stdin");
    shell.close();
  });

  test("a forgotten await is named where the line is used as text, and nothing is asked", async () => {
    const { id, reply: failed } = await client.execute(
      "const who = input('name? '); console.log(`hello ${who}`);",
    );
    expect(failed).toMatchObject({ status: "error" });
    expect(failed["evalue"]).toContain("await input(");
    const caught = await client.execute(
      "try { Number(input('n? ')) } catch (error) { console.log('caught') }",
    );
    expect(caught.stdout).toBe("caught\n");
    const asked = client.received.filter(({ type }) => type === "input_request");
    expect(asked.filter(({ parentId }) => parentId === id || parentId === caught.id)).toEqual([]);
  });

  test("a forgotten await is named where the line is not used at all, and the cell waits for it", async () => {
    const { reply: done, stderr } = await converse("const late = input('name? '); 1 + 1", ["Ada"]);
    expect(done["status"]).toBe("ok");
    expect(stderr).toContain("await input(");
  });

  test("an answer taken by then() needs no await", async () => {
    const { stdout, stderr } = await converse(
      "void input('name? ').then((name) => console.log(`hi ${name}`));",
      ["Ada"],
    );
    expect(stdout).toBe("hi Ada\n");
    expect(stderr).toBe("");
  });
});
