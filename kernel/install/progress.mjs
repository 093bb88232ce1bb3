// One line a step: a clock while it works, a tick when it is done. Dependency-free.

const live = process.stderr.isTTY === true && !process.env.CI;

/**
 * Runs one step of the set-up and shows it. `work` may call `say(text)` to tell what takes the time, and returns what
 * to print behind the title when done (or nothing).
 */
export async function step(title, work) {
  const started = performance.now();
  let doing;
  const seconds = () => (performance.now() - started) / 1000;
  const draw = () => {
    process.stderr.write(
      `\r\u001b[K  … ${title}${doing ? `: ${doing}` : ""} (${seconds().toFixed(0)} s)`,
    );
  };
  const say = (text) => {
    doing = text;
    if (live) draw();
    else process.stderr.write(`  … ${title}: ${text}\n`);
  };
  const clock = live ? setInterval(draw, 1000) : undefined;
  try {
    const result = await work(say);
    if (live) process.stderr.write("\r\u001b[K");
    const took = seconds() >= 1 ? ` (${seconds().toFixed(1)} s)` : "";
    process.stderr.write(`  ✓ ${title}${result ? `: ${result}` : ""}${took}\n`);
  } catch (error) {
    if (live) process.stderr.write("\r\u001b[K");
    process.stderr.write(`  ✗ ${title}\n`);
    throw error;
  } finally {
    clearInterval(clock);
  }
}
