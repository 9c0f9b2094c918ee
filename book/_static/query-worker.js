// SQL beside the page: the engine and the database are fetched once, from this site only; each message is a query.
"use strict";

let opened = null;

async function bytes(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The database could not be read (${answer.status}).`);
  const packed = await answer.blob();
  const start = new Uint8Array(await packed.slice(0, 2).arrayBuffer());
  // some hosts unpack on the way
  if (start[0] !== 0x1f || start[1] !== 0x8b) return new Uint8Array(await packed.arrayBuffer());
  const plain = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

async function open({ engine, database }) {
  try {
    self.importScripts(`${engine}sql-wasm.js`);
  } catch {
    throw new Error("The query engine is not part of this copy of the book: build it with make book.");
  }
  const [made, file] = await Promise.all([self.initSqlJs({ locateFile: (name) => engine + name }), bytes(database)]);
  return new made.Database(file);
}

// Columns and rows of the last statement that gives any.
function ask(database, sql) {
  let found = { columns: [], rows: [] };
  for (const statement of database.iterateStatements(sql)) {
    const columns = statement.getColumnNames();
    const rows = [];
    while (statement.step()) rows.push(statement.get());
    if (columns.length) found = { columns, rows };
  }
  return found;
}

self.onmessage = async ({ data }) => {
  if (data.engine) {
    opened = open(data);
    return;
  }
  let database = null;
  try {
    database = await opened;
    self.postMessage(ask(database, data.sql));
  } catch (error) {
    self.postMessage({ error: error.message, broken: !database });
  }
};
