/** Jest's global teardown: stops what the setup started, and waits until it is gone. */
export default async function stop() {
  await globalThis.stopTestServers?.();
}
