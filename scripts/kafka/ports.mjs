import { createServer, connect } from 'node:net';

const HOST = '127.0.0.1';

/** As many free ports on the loopback as asked for, all different: they are held together, then let go. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** @returns {Promise<boolean>} whether nobody listens on this port of the loopback */
export async function isFree(port) {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return false;
    throw error;
  }
}

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: HOST, exclusive: true }, () => resolve(server));
  });
}

/**
 * Asks the broker for the cluster's metadata (Kafka protocol, Metadata version 1, no topics). A broker opens its port
 * before it is of use; it lists itself only when it has been let into the cluster.
 * @returns {Promise<boolean>} whether it is of use
 */
export function answersAsBroker(port, timeoutMs = 2000) {
  const request = Buffer.from([0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, 7, 0xff, 0xff, 0, 0, 0, 0]);
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    let received = Buffer.alloc(0);
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => settle(false));
    // Refused or reset is the answer of a broker that is not there yet; the caller asks again or gives up in time.
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      // Length, correlation id, then the number of brokers, four bytes each.
      if (received.length >= 12) settle(received.readInt32BE(4) === 7 && received.readInt32BE(8) > 0);
    });
  });
}
