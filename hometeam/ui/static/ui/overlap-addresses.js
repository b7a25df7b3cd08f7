// Customer addresses out of a file or a text, in the browser: nothing of this leaves it. What one spelling is must agree
// to the letter with engine/overlap/addresses.py; a test holds the two against each other.

const BLANK = "\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff";
const MARKS = `${BLANK}"'<>()\\[\\],;:.`;
const EDGE = new RegExp(`^[${MARKS}]+|[${MARKS}]+$`, "gu");
const NAMED = /<([^<>]*)>[^<>]*$/u;
const PART = `[^${BLANK}@"'<>()\\[\\],;:.]+`;
const PLAIN = new RegExp(`^[^${BLANK}@"<>()\\[\\],;:]+@(?:${PART}\\.)+${PART}$`, "u");
const LONGEST = 254;
const LARGEST = 25 * 1024 * 1024;
const LARGEST_PART = 200 * 1024 * 1024;
const DELIMITERS = [",", ";", "\t", "|"];

export class Unreadable extends Error {}

export function normalised(text) {
  let found = text.normalize("NFKC").toLowerCase().normalize("NFKC");
  found = (found.match(NAMED)?.[1] ?? found).replace(EDGE, "");
  found = found.replace(/^mailto:/u, "").replace(EDGE, "");
  return [...found].length <= LONGEST && PLAIN.test(found) ? found : null;
}

// The addresses of the column that has most of them, each once; `leftOut` counts its cells that are none.
function fullestColumn(rows) {
  const counts = new Map();
  for (const row of rows)
    row.forEach((cell, at) => {
      if (cell.includes("@") && normalised(cell) !== null) counts.set(at, (counts.get(at) ?? 0) + 1);
    });
  const [at] = [...counts.entries()].sort((one, other) => other[1] - one[1] || one[0] - other[0])[0] ?? [];
  if (at === undefined) return { addresses: [], leftOut: 0, cells: 0 };
  const cells = rows.map((row) => row[at] ?? "").filter((cell) => cell.trim());
  const found = cells.map(normalised);
  const none = found.slice(1).filter((one) => one === null).length;
  return { addresses: [...new Set(found.filter((one) => one !== null))], leftOut: none, cells: counts.get(at) };
}

export function addressesInText(text) {
  return fullestColumn(text.split(/[\r\n;]+/u).map((line) => [line]));
}

export async function addressesInFile(file) {
  if (file.size > LARGEST) throw new Unreadable("large");
  const content = new Uint8Array(await file.arrayBuffer());
  if (begins(content, [0x50, 0x4b])) {
    const sheets = await rowsOfWorkbook(content);
    return sheets.map(fullestColumn).sort((one, other) => other.cells - one.cells)[0] ?? fullestColumn([]);
  }
  if (begins(content, [0xd0, 0xcf]) || begins(content, [0x25, 0x50])) throw new Unreadable("kind"); // an old .xls, a PDF
  const text = decoded(content);
  const tried = DELIMITERS.map((sign) => fullestColumn(rowsOfText(text, sign)));
  return tried.sort((one, other) => other.cells - one.cells)[0];
}

const begins = (content, bytes) => bytes.every((byte, at) => content[at] === byte);

// Two bytes a letter are known by their mark, or without one by the empty half of each plain letter.
function decoded(content) {
  const some = content.subarray(0, 512);
  const isEmpty = (half) => some.filter((byte, at) => at % 2 === half && byte === 0).length > some.length / 4;
  if (begins(content, [0xff, 0xfe]) || isEmpty(1)) return new TextDecoder("utf-16le").decode(content);
  if (begins(content, [0xfe, 0xff]) || isEmpty(0)) return new TextDecoder("utf-16be").decode(content);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

// Cells in quotes may hold the delimiter, line breaks and doubled quotes (RFC 4180).
function rowsOfText(text, delimiter) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1).push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') cell += text[(at += 1)];
    else if (quoted) sign === '"' ? (quoted = false) : (cell += sign);
    else if (sign === '"' && cell === "") quoted = true;
    else if (sign === delimiter) endCell();
    else if (sign === "\n" || (sign === "\r" && text[at + 1] !== "\n")) {
      endCell();
      rows.push([]);
    } else if (sign !== "\r") cell += sign;
  }
  endCell();
  return rows;
}

// As much of an .xlsx file as a list of addresses needs: its zip folder, its shared words, its cells with words.
async function rowsOfWorkbook(content) {
  const parts = zipFolder(content);
  const xml = async (name) => new DOMParser().parseFromString(await inflated(content, parts.get(name)), "text/xml");
  const sheets = [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/u.test(name));
  if (!sheets.length) throw new Unreadable("kind");
  const words = parts.has("xl/sharedStrings.xml") ? wordsOf(await xml("xl/sharedStrings.xml"), "si") : [];
  const pages = [];
  for (const name of sheets) pages.push(rowsOfSheet(await xml(name), words));
  return pages;
}

const wordsOf = (page, tag) => [...page.getElementsByTagNameNS("*", tag)].map(wordsIn);
const wordsIn = (node) => [...node.getElementsByTagNameNS("*", "t")].map((part) => part.textContent).join("");

function rowsOfSheet(page, words) {
  return [...page.getElementsByTagNameNS("*", "row")].map((row) => {
    const cells = [];
    for (const cell of row.getElementsByTagNameNS("*", "c")) {
      const value = cell.getElementsByTagNameNS("*", "v")[0]?.textContent ?? wordsIn(cell);
      cells[columnOf(cell.getAttribute("r"), cells.length)] = cell.getAttribute("t") === "s" ? (words[value] ?? "") : value;
    }
    return Array.from(cells, (cell) => cell ?? "");
  });
}

function columnOf(name, next) {
  const letters = name?.match(/^[A-Z]{1,3}/u)?.[0];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : next;
}

function zipFolder(content) {
  const view = new DataView(content.buffer);
  let end = content.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Unreadable("damaged");
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && at + 46 <= content.length; left -= 1) {
    const [method, packed, name] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const path = new TextDecoder().decode(content.subarray(at + 46, at + 46 + name));
    parts.set(path, { method, packed, at: view.getUint32(at + 42, true) });
    at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
}

async function inflated(content, part) {
  const view = new DataView(content.buffer);
  const begin = part.at + 30 + view.getUint16(part.at + 26, true) + view.getUint16(part.at + 28, true);
  const packed = content.subarray(begin, begin + part.packed);
  if (part.method === 0) return new TextDecoder().decode(packed);
  const pieces = [];
  let size = 0;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  for (let reader = stream.getReader(), piece; !(piece = await reader.read()).done; ) {
    size += piece.value.length;
    if (size > LARGEST_PART) throw new Unreadable("large");
    pieces.push(piece.value);
  }
  return new Blob(pieces).text();
}
