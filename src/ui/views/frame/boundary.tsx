// One broken panel does not end the watch: its message stands where it would have been, and it is tried again with the next snapshot.

import { Component, type ReactNode } from 'react';
import { messageOf } from '../../../domain/thrown.ts';
import { clip, wrap } from '../../text/columns.ts';
import type { Theme } from '../../theme.ts';
import type { Size } from '../../text/line.ts';
import { DrawnLines } from '../../text/rows.tsx';

interface PanelBoundaryProps {
  /** `The tiles`. */
  readonly name: string;
  readonly size: Size;
  readonly theme: Theme;
  /** Another one of these is another attempt. */
  readonly attempt: unknown;
  readonly children: ReactNode;
}

interface PanelBoundaryState {
  readonly fault: string | null;
  readonly attempt: unknown;
}

export class PanelBoundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  static getDerivedStateFromError(error: unknown): Partial<PanelBoundaryState> {
    return { fault: messageOf(error) };
  }

  static getDerivedStateFromProps(
    props: PanelBoundaryProps,
    state: PanelBoundaryState,
  ): PanelBoundaryState | null {
    return Object.is(props.attempt, state.attempt) ? null : { fault: null, attempt: props.attempt };
  }

  override state: PanelBoundaryState = { fault: null, attempt: this.props.attempt };

  override render(): ReactNode {
    const { name, size, theme, children } = this.props;
    const { fault } = this.state;
    if (fault === null) return children;
    const { columns, rows } = size;
    const title = clip(`✖ ${name} could not be drawn. The watch goes on.`, columns);
    const lines = [
      theme.paint(title, { token: 'red', bold: true }),
      ...wrap(fault, columns, Math.max(0, rows - 1)),
    ];
    return <DrawnLines lines={lines} columns={columns} rows={rows} />;
  }
}
