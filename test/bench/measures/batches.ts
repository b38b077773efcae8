/** How many batches of a stage a service has done so far, by its own metrics. */
export async function batchesOf(url: string, stage: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`);
  const line = new RegExp(`^clemency_batch_seconds_count\\{[^}]*stage="${stage}"[^}]*\\} (\\d+)`, 'm');
  return Number(line.exec(await answer.text())?.[1] ?? 0);
}
