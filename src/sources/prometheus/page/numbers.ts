// Numbers as a metrics page writes them: what Go's ParseFloat takes, without hexadecimal and without `_`.

const digit0 = 48;
const digit9 = 57;
const words = /^[-+]?(?:inf|infinity|nan)$/i;

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code >= digit0 && code <= digit9)) return at;
    at++;
  }
}

/** Where the decimal that begins here ends; -1 when none begins here. `Inf` and `NaN` are not decimals. */
export function decimalEnd(text: string, from: number): number {
  const sign = text.charCodeAt(from);
  let at = sign === 45 || sign === 43 ? from + 1 : from;
  const wholeEnd = digitsEnd(text, at);
  let digits = wholeEnd - at;
  at = wholeEnd;
  if (text.charCodeAt(at) === 46) {
    const end = digitsEnd(text, at + 1);
    digits += end - at - 1;
    at = end;
  }
  if (digits === 0) return -1;
  const mark = text.charCodeAt(at);
  if (mark !== 101 && mark !== 69) return at;
  const exponentSign = text.charCodeAt(at + 1);
  const exponent = exponentSign === 45 || exponentSign === 43 ? at + 2 : at + 1;
  const end = digitsEnd(text, exponent);
  return end === exponent ? -1 : end;
}

/** `NaN`, `+Inf`, `-inf`, `Infinity`, in any case. */
export function isNumberWord(text: string): boolean {
  return words.test(text);
}

/** Finite on the page, infinite as a double: Go refuses it, and so do we. */
export function overflows(text: string): boolean {
  return !Number.isFinite(Number(text));
}

export function isFloat(text: string): boolean {
  return decimalEnd(text, 0) === text.length || words.test(text);
}

/** The double that the page means; NaN for what is no number. */
export function floatOf(text: string): number {
  const value = Number(text);
  if (!Number.isNaN(value) && text !== '') return value;
  if (!words.test(text) || /nan$/i.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
