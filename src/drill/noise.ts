// Noise that a seed reproduces: the same seed, name and moment give the same number on every machine.

/** Uniform in [-1, 1), a pure function of its arguments. */
export function noiseAt(seed: number, name: string, bucket: number): number {
  return mulberry32(hash(`${seed}/${name}/${bucket}`)) * 2 - 1;
}

/** The first number of the mulberry32 generator (Tommy Ettinger, public domain) for this state, in [0, 1). */
function mulberry32(state: number): number {
  const a = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(a ^ (a >>> 15), 1 | a);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

/** FNV-1a, 32 bits, over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
