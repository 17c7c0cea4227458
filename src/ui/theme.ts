// Colours by meaning. No component names a colour; without colours every meaning still has its glyph, its word, and bold or inverse.

import type { Status } from '../domain/status.ts';

const colourTokens = [
  'red',
  'amber',
  'green',
  'unknown',
  'dim',
  'accent',
  'production',
  'staging',
  'development',
  'title',
  'border',
] as const;

export type ColourToken = (typeof colourTokens)[number];

/** How a piece of text is drawn. Without colours `token` falls away and the rest stays. */
export interface Style {
  readonly token?: ColourToken;
  readonly bold?: boolean;
  /** Fainter than the rest; a colour token given with it wins over the faintness. */
  readonly dim?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

export interface Theme {
  readonly name: ThemeName;
  readonly colours: boolean;
  /** For Ink's `color` property: `ansi256(203)`; undefined where colours are off or the token is the terminal's own text. */
  colour(token: ColourToken): string | undefined;
  /** The text with its escape sequences, closed again at its end: for rows that are one prepared string. */
  paint(text: string, style: Style): string;
}

/** Indexes of the 256-colour palette: known to every terminal that has colours at all, and short on the wire. */
type Palette = Readonly<Record<ColourToken, number | null>>;

const dark: Palette = {
  red: 203,
  amber: 214,
  green: 78,
  unknown: 141,
  dim: 245,
  accent: 81,
  // Not the status' red: a production that is green must not look like an alarm.
  production: 198,
  staging: 214,
  development: 75,
  title: null,
  border: 240,
};

const palettes = {
  dark,
  light: {
    ...dark,
    red: 160,
    amber: 130,
    green: 28,
    unknown: 91,
    dim: 242,
    accent: 25,
    production: 161,
    staging: 130,
    development: 25,
    border: 248,
  },
  // Okabe and Ito's set, nearest in the palette: apart for every common kind of colour blindness.
  'colour-blind': {
    ...dark,
    red: 166,
    amber: 227,
    green: 74,
    unknown: 175,
    accent: 153,
    production: 166,
    staging: 227,
    development: 74,
  },
} as const satisfies Record<string, Palette>;

export type ThemeName = keyof typeof palettes;

export const themeNames: readonly string[] = Object.keys(palettes);

function isThemeName(name: string): name is ThemeName {
  return Object.hasOwn(palettes, name);
}

/** The token in which a status is drawn; a plain reading has none. */
export function statusToken(status: Status | null): ColourToken {
  return status ?? 'title';
}

/** @param options.name `dark`, `light` or `colour-blind`; any other word gives the dark theme. */
export function createTheme(options: {
  readonly colours: boolean;
  readonly name?: string | undefined;
}): Theme {
  const name = options.name !== undefined && isThemeName(options.name) ? options.name : 'dark';
  const palette: Palette = palettes[name];
  const { colours } = options;
  return {
    name,
    colours,
    colour(token) {
      const index = colours ? palette[token] : null;
      return index === null ? undefined : `ansi256(${index})`;
    },
    paint(text, style) {
      if (text === '') return '';
      const index = colours && style.token !== undefined ? palette[style.token] : null;
      const open: string[] = [];
      if (style.bold) open.push('1');
      // With colours, faint text is a grey: SGR 2 is invisible in some terminals.
      if (!colours && (style.dim || style.token === 'dim' || style.token === 'border')) open.push('2');
      if (style.underline) open.push('4');
      if (style.inverse) open.push('7');
      if (index !== null) open.push(`38;5;${index}`);
      else if (colours && style.dim) open.push(`38;5;${palette.dim}`);
      return open.length === 0 ? text : `\u001B[${open.join(';')}m${text}\u001B[0m`;
    },
  };
}

/** The token of an environment: `production`, `prod`, `mainnet` and what is not known to be harmless are production's. */
export function environmentToken(environment: string): ColourToken {
  const word = environment.toLowerCase();
  if (/^(dev|development|local|drill|test|sandbox|ci)/.test(word)) return 'development';
  if (/^(stag|preprod|pre-prod|uat|qa|testnet|sepolia)/.test(word)) return 'staging';
  return 'production';
}
