// Blinds addresses beside the page, so that the page stays alive. The group is ristretto255, by the same libsodium as
// engine/overlap/curve.py; what an address stands for must agree with it to the letter.
"use strict";

const POINT = 32;
const PIECE = 50;
const PURPOSE = "hometeam overlap 1\0";
const spell = new TextEncoder();
let sodium, wide, point, out, secret, words;

async function open(library) {
  sodium = await (await import(library)).default();
  [wide, point, out, secret] = [64, POINT, POINT, POINT].map((size) => sodium._malloc(size));
  words = sodium._malloc(2048);
}

const put = (bytes, at) => sodium.HEAPU8.set(bytes, at);
const take = (at, size = POINT) => sodium.HEAPU8.slice(at, at + size);
const chance = (size) => crypto.getRandomValues(new Uint8Array(size));

function multiplied(key) {
  put(key, secret);
  if (sodium._crypto_scalarmult_ristretto255(out, secret, point) !== 0) throw new Error("no point");
}

function each(count, work) {
  const found = new Uint8Array(count * POINT);
  for (let at = 0; at < count; at += 1) {
    work(at);
    found.set(take(out), at * POINT);
    if (at % PIECE === PIECE - 1) postMessage({ done: PIECE });
  }
  postMessage({ done: count % PIECE });
  return found;
}

const JOBS = {
  key() {
    put(chance(64), wide);
    sodium._crypto_core_ristretto255_scalar_reduce(secret, wide);
    sodium._crypto_scalarmult_ristretto255_base(out, secret);
    return { key: take(secret), keyPoint: take(out) };
  },
  // Each address's element under the key.
  blind: ({ addresses, key }) =>
    each(addresses.length, (at) => {
      const bytes = spell.encode(PURPOSE + addresses[at]);
      put(bytes, words);
      sodium._crypto_hash_sha512(wide, words, bytes.length, 0);
      sodium._crypto_core_ristretto255_from_hash(point, wide);
      multiplied(key);
    }),
  // Elements that belong to nobody.
  fill: ({ count }) =>
    each(count, () => {
      put(chance(64), wide);
      sodium._crypto_core_ristretto255_from_hash(out, wide);
    }),
  // What is blinded already, under this key too.
  again: ({ points, key }) =>
    each(points.length / POINT, (at) => {
      put(points.subarray(at * POINT, (at + 1) * POINT), point);
      multiplied(key);
    }),
};

onmessage = async ({ data }) => {
  try {
    if (!sodium) await open(data.library);
    postMessage({ result: JOBS[data.job](data) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
