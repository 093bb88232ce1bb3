// Checkers that stand by between submissions: a start costs more than a small notebook.
import { installationRoot } from "../sandbox/stage/installation.ts";
import { CheckerClient } from "./client.ts";

const idle: CheckerClient[] = [];

/** A checker that stands by, or a new one. */
export async function borrowChecker(): Promise<CheckerClient> {
  for (let checker = idle.pop(); checker; checker = idle.pop()) {
    if (!checker.alive) continue;
    checker.wake();
    return checker;
  }
  return CheckerClient.start(installationRoot());
}

/** Gives a checker back after a submission; one that failed is ended. */
export function returnChecker(checker: CheckerClient, healthy: boolean): void {
  if (!healthy || !checker.alive) return checker.kill();
  checker.rest();
  idle.push(checker);
}

/** Ends all checkers that stand by. They end by themselves, too, when this process does. */
export function closeCheckers(): void {
  for (const checker of idle.splice(0)) checker.kill();
}
