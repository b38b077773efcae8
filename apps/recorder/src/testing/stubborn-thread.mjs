// A reading thread with the troubles that a text could make for one: the body says which.
const TROUBLES = {
  'for ever': () => {
    for (;;);
  },
  'all memory': () => {
    const kept = [];
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  },
  throws: () => {
    throw new TypeError('no such word');
  },
};

export default function read({ origin, begun }) {
  begun.postMessage('begun');
  begun.close();
  TROUBLES[origin.report.body]?.();
  return { events: [], extractor: { name: 'stubborn', version: '1' }, reason: `Read: ${origin.report.body}.` };
}
