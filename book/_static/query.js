// SQL in the browser: the engine and the database are fetched when the first query is run, from this site only.
"use strict";

(() => {
  const form = document.getElementById("query");
  const message = document.getElementById("query-message");
  const box = document.getElementById("query-result");
  const save = document.getElementById("query-save");
  const data = JSON.parse(document.getElementById("query-data").textContent);
  const field = (name) => form.elements.namedItem(name);
  const MOST_ROWS = 500;
  const MOST_SHORT = 20;
  let opened = null;
  let last = null;

  const say = (text, wrong = false) => {
    message.textContent = text;
    message.classList.toggle("wrong", wrong);
  };

  function script(address) {
    return new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = done;
      element.onerror = () => failed(new Error("The query engine is not part of this copy of the book: build it with make book."));
      document.head.append(element);
    });
  }

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

  async function open() {
    if (window.location.protocol === "file:") {
      throw new Error("A browser reads no database from a file page. Serve the folder: python -m http.server");
    }
    await script("../engine/sql-wasm.js");
    const [engine, file] = await Promise.all([
      window.initSqlJs({ locateFile: (name) => `../engine/${name}` }),
      bytes(data.database),
    ]);
    return new engine.Database(file);
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

  function draw({ columns, rows }) {
    const table = document.createElement("table");
    table.className = "table";
    const head = table.createTHead().insertRow();
    for (const name of columns) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows.slice(0, MOST_ROWS)) {
      const line = body.insertRow();
      for (const value of row) {
        const cell = line.insertCell();
        cell.textContent = value === null ? "" : String(value);
        if (cell.textContent.length <= MOST_SHORT) cell.className = "short";
      }
    }
    box.replaceChildren(table);
    box.hidden = columns.length === 0;
  }

  async function run() {
    const sql = field("sql").value;
    save.disabled = true;
    try {
      if (!opened) say("Loading the engine and the database …");
      opened = opened || open();
      const database = await opened.catch((error) => {
        opened = null;
        throw error;
      });
      last = ask(database, sql);
      draw(last);
      const shown = last.rows.length > MOST_ROWS ? ` The first ${MOST_ROWS} are shown, the CSV has all.` : "";
      say(`${last.rows.length.toLocaleString("en")} ${last.rows.length === 1 ? "row" : "rows"}.${shown}`);
      save.disabled = last.columns.length === 0;
    } catch (error) {
      box.hidden = true;
      say(error.message, true);
    }
  }

  function csv({ columns, rows }) {
    const cell = (value) => {
      const text = value === null ? "" : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    // the mark at the start lets spreadsheets read Chinese text
    return `\ufeff${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(last)], { type: "text/csv" }));
    link.download = "exportcurbs-query.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });

  const fill = () => {
    field("sql").value = data.examples[field("example").selectedIndex];
  };
  field("example").addEventListener("change", fill);
  field("sql").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  form.hidden = false;
  fill();
  // a figure leads here with the query of its rows
  const asked = new URLSearchParams(window.location.hash.slice(1)).get("sql");
  if (asked) {
    field("sql").value = asked;
    run();
  }
})();
