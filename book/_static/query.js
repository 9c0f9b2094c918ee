// SQL in the browser: the engine and the database are fetched when the first query is run, from this site only.
"use strict";

(() => {
  const form = document.getElementById("query");
  const message = document.getElementById("query-message");
  const box = document.getElementById("query-result");
  const save = document.getElementById("query-save");
  const stop = document.getElementById("query-stop");
  const data = JSON.parse(document.getElementById("query-data").textContent);
  const field = (name) => form.elements.namedItem(name);
  const MOST_ROWS = 500;
  const MOST_SHORT = 20;
  const address = document.currentScript.src.replace("query.js", "query-worker.js");
  let worker = null;
  let settle = null;
  let last = null;

  const say = (text, wrong = false) => {
    message.textContent = text;
    message.classList.toggle("wrong", wrong);
  };

  // The engine works beside the page, so that a query without end can be stopped; it starts with the first query.
  function start() {
    if (window.location.protocol === "file:") {
      throw new Error("A browser reads no database from a file page. Serve the folder: python -m http.server");
    }
    say("Loading the engine and the database …");
    worker = new Worker(address);
    worker.onmessage = ({ data: answer }) => settle(answer);
    worker.onerror = (event) => settle({ error: event.message || "The query engine could not be loaded." });
    worker.postMessage({ engine: new URL("../engine/", window.location.href).href, database: new URL(data.database, window.location.href).href });
  }

  async function ask(sql) {
    if (!worker) start();
    const answer = await new Promise((done) => {
      settle = done;
      worker.postMessage({ sql });
    });
    if (answer.broken) worker = null;
    if (answer.error) throw new Error(answer.error);
    return answer;
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
        // a letter says little: its meaning stands beside it
        const grade = columns[cell.cellIndex] === "evidence_grade" && data.grades[value];
        if (grade) cell.append(Object.assign(document.createElement("small"), { textContent: ` ${grade}` }));
        else if (cell.textContent.length <= MOST_SHORT) cell.className = "short";
      }
    }
    box.replaceChildren(table);
    box.hidden = columns.length === 0;
  }

  async function run() {
    if (!stop.disabled) return;
    const sql = field("sql").value;
    save.disabled = true;
    stop.disabled = false;
    try {
      last = await ask(sql);
      draw(last);
      const shown = last.rows.length > MOST_ROWS ? ` The first ${MOST_ROWS} are shown, the CSV has all.` : "";
      say(`${last.rows.length.toLocaleString("en")} ${last.rows.length === 1 ? "row" : "rows"}.${shown}`);
      save.disabled = last.columns.length === 0;
    } catch (error) {
      box.hidden = true;
      say(error.message, true);
    }
    stop.disabled = true;
  }

  function csv({ columns, rows }) {
    const cell = (value) => {
      const text = value === null ? "" : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    // the mark at the start lets spreadsheets read Chinese text
    return `\ufeff${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  stop.addEventListener("click", () => {
    worker.terminate();
    settle({ error: "Stopped.", broken: true });
  });
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
    data.examples.push(asked);
    field("example").add(new Option("your query", "", true, true));
    fill();
    run();
  }
})();
