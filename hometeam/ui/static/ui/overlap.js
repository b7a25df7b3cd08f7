// Counting customers in common: reads the list, blinds it beside the page, keeps the key in this browser, and sends the
// page's own form with the blinded file in it. The customer list itself is in no form and goes nowhere.

const POINT = 32;
const LENGTHS = [100, 200, 500, 1000, 2000, 5000, 10000, 20000];
const MARK = "hometeam overlap 1";
const MOST_WORKERS = 4;

const box = document.querySelector("[data-overlap]");
const part = (name) => box.querySelector(`[data-${name}]`);
const say = (words, values = {}) => words.replace(/\{(\w+)\}/gu, (_all, name) => values[name]?.toLocaleString() ?? "");
const drawer = `hometeam-overlap:${box?.dataset.overlap}`;

const spelled = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/gu, "-").replace(/\//gu, "_").replace(/=/gu, "");
const read = (text) => Uint8Array.from(atob(text.replace(/-/gu, "+").replace(/_/gu, "/")), (sign) => sign.charCodeAt(0));
const lines = (points) => Array.from({ length: points.length / POINT }, (_, at) => spelled(points.subarray(at * POINT, (at + 1) * POINT)));

function tell(words, isTrouble = false) {
  part("state").textContent = words;
  part("state").classList.toggle("field__error", isTrouble);
}

// Workers that share the work; `onDone` hears how many elements each piece was.
class Workers {
  constructor(onDone) {
    const count = Math.min(Math.max(navigator.hardwareConcurrency ?? 1, 1), MOST_WORKERS);
    this.all = Array.from({ length: count }, () => new Worker(box.dataset.worker, { type: "module" }));
    this.onDone = onDone;
  }

  ask(worker, job) {
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.done !== undefined) this.onDone(data.done);
        else if (data.error) reject(new Error(data.error));
        else resolve(data.result);
      };
      worker.onerror = () => reject(new Error("worker"));
      worker.postMessage({ library: box.dataset.library, ...job });
    });
  }

  // One job a worker, over even slices from 0 to `count`; what they find, spelled, in no order that tells anything.
  async share(count, jobFor) {
    const step = Math.ceil(count / this.all.length);
    const slices = this.all.map((worker, at) => this.ask(worker, jobFor(Math.min(at * step, count), Math.min((at + 1) * step, count))));
    return (await Promise.all(slices)).flatMap(lines);
  }

  end() {
    for (const worker of this.all) worker.terminate();
  }
}

async function working(total, work) {
  const bar = part("bar");
  let done = 0;
  const workers = new Workers((count) => {
    done += count;
    bar.value = done / total;
    part("count").textContent = say(box.dataset.saysCount, { done, total });
  });
  part("progress").hidden = false;
  try {
    return await work(workers);
  } finally {
    workers.end();
    part("progress").hidden = true;
  }
}

const absolute = (address) => new URL(address, location.href).href;

function send(kind, head, points) {
  const files = new DataTransfer();
  const text = [`${MARK} ${kind}`, ...head, ...points.sort(), ""].join("\n");
  files.items.add(new File([text], `${kind}.txt`, { type: "text/plain" }));
  const form = part("form");
  form.querySelector("input[type=file]").files = files.files;
  form.requestSubmit();
}

async function blind(addresses) {
  const length = LENGTHS.find((one) => one >= addresses.length);
  await working(length, async (workers) => {
    const { key, keyPoint } = await workers.ask(workers.all[0], { job: "key" });
    const own = await workers.share(addresses.length, (from, to) => ({ job: "blind", key, addresses: addresses.slice(from, to) }));
    const fill = await workers.share(length - addresses.length, (from, to) => ({ job: "fill", count: to - from }));
    localStorage.setItem(drawer, spelled(key));
    send("list", [`key ${spelled(keyPoint)}`], [...own, ...fill]);
  });
}

function prepareList() {
  const [file, pasted, go] = ["file", "pasted", "go"].map(part);
  const { least, most } = { least: Number(box.dataset.least), most: Number(box.dataset.most) };
  let found = [];
  let looks = 0;
  let soon;

  async function look(reading) {
    const mine = ++looks;
    go.disabled = true;
    try {
      const { addressesInFile, addressesInText } = await import(box.dataset.addresses);
      const { addresses, leftOut } = reading === "file" ? await addressesInFile(file.files[0]) : addressesInText(pasted.value);
      if (mine !== looks) return undefined; // Something else was chosen or written meanwhile.
      found = addresses;
      const values = { count: found.length, left: leftOut, least, most };
      if (!found.length) return tell(box.dataset.saysNone, true);
      if (found.length < least) return tell(say(box.dataset.saysFew, values), true);
      if (found.length > most) return tell(say(box.dataset.saysMany, values), true);
      tell(say(leftOut ? box.dataset.saysFoundSome : box.dataset.saysFound, values));
      go.disabled = false;
    } catch {
      tell(box.dataset.saysUnreadable, true);
    }
    return undefined;
  }

  file.addEventListener("change", () => file.files.length && look("file"));
  pasted.addEventListener("input", () => {
    go.disabled = true;
    clearTimeout(soon);
    soon = setTimeout(() => (pasted.value.trim() ? look("text") : tell("")), 300);
  });
  go.addEventListener("click", async () => {
    go.disabled = true;
    tell(box.dataset.saysBlinding);
    try {
      await blind(found);
      tell(box.dataset.saysSending);
    } catch {
      go.disabled = false;
      tell(box.dataset.saysFailed, true);
    }
  });
}

async function giveBack(key) {
  const answer = await fetch(box.dataset.handed);
  if (!answer.ok) throw new Error("handed");
  const handed = (await answer.text()).split("\n").slice(1).filter(Boolean);
  // Fewer, or one many times, would be a question about somebody, and no list.
  if (new Set(handed).size !== handed.length || handed.length < LENGTHS[0]) throw new Error("handed");
  const points = handed.map(read);
  const flat = new Uint8Array(points.length * POINT);
  points.forEach((point, at) => flat.set(point, at * POINT));
  tell(box.dataset.saysBlinding);
  const back = await working(points.length, (workers) =>
    workers.share(points.length, (from, to) => ({ job: "again", key, points: flat.slice(from * POINT, to * POINT) })),
  );
  tell(box.dataset.saysSending);
  send("returned", [], back);
}

// The second step goes by itself, in the browser that holds the key; once for each page, so that a fault does not repeat.
async function prepareReturn() {
  const kept = localStorage.getItem(drawer);
  if (!kept) return tell(box.dataset.saysNoKey, true);
  if (box.dataset.refused) return tell(box.dataset.saysFailed, true);
  try {
    await giveBack(read(kept));
  } catch {
    tell(box.dataset.saysFailed, true);
  }
  return undefined;
}

if (box && window.Worker && window.DataTransfer) {
  box.dataset.worker = absolute(box.dataset.worker);
  box.dataset.library = absolute(box.dataset.library);
  box.dataset.addresses = absolute(box.dataset.addresses);
  part("tool").hidden = false;
  if (box.dataset.stage === "list") prepareList();
  else prepareReturn();
}
// Where the answer is there, or never will be, the key has done its work.
const over = document.querySelector("[data-overlap-over]");
if (over) localStorage.removeItem(`hometeam-overlap:${over.dataset.overlapOver}`);
