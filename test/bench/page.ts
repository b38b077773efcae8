/** The tables of a run as a page of `docs`, with what a reader has to know to believe them. */
export const page = (tables: string): string => `# What it does on one machine

\`npm run bench -- --write docs/bench.md\` wrote this page. Everything ran on one machine: the services as processes of their own, PostgreSQL, the broker, the yardsticks and what sends to them. Absolute figures are those of this machine under the load of that hour. The ratios say more: ours and the yardstick took turns, round by round, so that whatever else the machine did hit both.

${tables}

## How it is measured

* **Door.** \`ingest\` alone; stories of 3,000 characters, no two alike; an answer counts when it says that the report is durable. Beside it a Fastify route that parses the same JSON and inserts the same bytes in one statement with \`synchronous_commit\`, over as many connections as there are callers.
* **Recorder.** \`recorder\` alone, halted while its backlog is appended, then let go, until its position is committed at the end. Beside it the same reading in one thread, which stores nothing. A story makes about ten events, a structured report three or four.
* **Projector.** \`projector\` alone, halted while 20,000 events are appended, then let go, until its positions are at the end. The events are valid ones: people, figures, sanctions, groups, exchanges, receipts and reviews; a third of the claims tell of something new, half of something of these days, a few of stories that never end. All tables on both clocks are kept, with all indexes. Beside it the very rows that it wrote, inserted into tables with the same indexes in as many transactions over one connection, by \`unnest\` and by COPY: without reading the log, without folding, without knowing what was there.
* **On Kafka also:** the same record bytes produced and consumed by the client library alone; and Nest's own Kafka transport, one message a call, with a TypeORM \`upsert\` of one row into one table.
* **An event's cost.** The middle one of three rounds with so many events in the tables. The time on the projector's processor is that of its process, whatever others do to the clock.
* **Visible.** The whole house behind its gateway, half stories and half structured reports. First all at once, as lines, until the last one is visible; then from callers who each wait until theirs is; then, at half of the lesser rate, by the clock: from the beginning of a POST until a read with its position as \`after\` is answered.
* **Memory.** Resident memory of the process; the peak is the kernel's own. It is called flat when the last quarter of the run is not above the one before.
* **Disk.** The data folder of the embedded home, looked at after stops in order, which end with a checkpoint.
`;
