// A drill's faults: which there are, which are on; Enter switches the one that is picked out.

import type { ReactNode } from 'react';
import { DrawnLines } from '../../text/rows.tsx';
import type { Fault } from '../../controls.ts';
import { drawLine, part, type Line } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import type { ViewState } from '../../keys/view.ts';
import type { Size } from '../../text/line.ts';

export interface FaultsScreenProps {
  readonly faults: readonly Fault[];
  readonly view: ViewState;
  readonly size: Size;
  readonly theme: Theme;
}

export function FaultsScreen({ faults, view, size, theme }: FaultsScreenProps): ReactNode {
  const { columns, rows } = size;
  const room = Math.max(1, rows - 2);
  const cursor = Math.min(view.cursor, faults.length - 1);
  const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), faults.length - room));
  const lines: Line[] = [
    [
      part(' FAULTS OF THIS DRILL', { bold: true }),
      part('   Enter switches one on and off', { token: 'dim' }),
    ],
    [],
    ...faults.slice(first, first + room).map((fault, index) => faultLine(fault, first + index === cursor)),
  ];
  const drawn = lines.slice(0, rows).map((line) => drawLine(line, columns, theme));
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}

function faultLine(fault: Fault, picked: boolean): Line {
  const on = fault.active();
  return [
    part(picked ? ' ▸ ' : '   ', { token: 'accent', bold: true }),
    part(on ? '✖ on   ' : '○ off  ', on ? { token: 'red', bold: true } : { token: 'dim' }),
    part(fault.title, { bold: picked }),
  ];
}
