// The wall itself: metrics worst first, what to do beside or above them, and the latest transitions.

import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { DoNow, doNowLines, DoNowStrip } from '../do-now/do-now.tsx';
import { Latest } from '../log/latest.tsx';
import { DrawnLines } from '../../text/rows.tsx';
import { MetricList } from './metric-list.tsx';
import { PanelBoundary } from '../frame/boundary.tsx';
import { Tiles } from './tiles.tsx';
import { commandsOf, pickedCommand } from '../do-now/items.ts';
import { drawLine, justify, part, type Line } from '../../text/line.ts';
import type { ScreenProps, ViewState } from '../../keys/view.ts';
import type { Size } from '../../text/line.ts';
import type { WallLayout } from './panels.ts';

export interface WallScreenProps extends ScreenProps {
  readonly layout: WallLayout;
}

export function WallScreen(props: WallScreenProps): ReactNode {
  const { layout } = props;
  if (layout.shape === 'list')
    return (
      <Box flexDirection="column" width={props.size.columns} height={props.size.rows}>
        <DoNowPanel {...props} />
        <MetricsPanel {...props} />
        <LatestPanel {...props} />
      </Box>
    );
  return (
    <Box width={props.size.columns} height={props.size.rows}>
      <MetricsPanel {...props} />
      <Box flexDirection="column" marginLeft={1}>
        <DoNowPanel {...props} />
        <LatestPanel {...props} />
      </Box>
    </Box>
  );
}

function MetricsPanel(props: WallScreenProps): ReactNode {
  const { layout, snapshot, view, theme } = props;
  const Panel = layout.shape === 'tiles' ? Tiles : MetricList;
  return (
    <Box flexDirection="column">
      <FilterLine {...props} />
      <Guarded {...props} name="The metrics" area={layout.metrics}>
        <Panel
          snapshot={snapshot}
          layout={layout.metricsLayout}
          selected={view.selected}
          size={layout.metrics}
          theme={theme}
        />
      </Guarded>
    </Box>
  );
}

function FilterLine({ layout, snapshot, view, theme }: WallScreenProps): ReactNode {
  if (layout.filterRows === 0) return null;
  const { columns } = layout.metrics;
  const shown = layout.metricsLayout.bands.reduce((sum, { metrics }) => sum + metrics.length, 0);
  const line = justify(
    [part(' filter ', { token: 'accent', bold: true, inverse: true }), part(` ${view.filter}`)],
    [part(`${shown} of ${snapshot.board.metrics.length} shown `, { token: 'amber' })],
    columns,
  );
  return <DrawnLines lines={[drawLine(line, columns, theme)]} columns={columns} rows={1} />;
}

function doNowPanel({ doNow, items }: WallLayout, { board }: WallSnapshot, { command }: ViewState) {
  const copied = pickedCommand(commandsOf(board), command);
  return { items, at: board.at, copied, unknown: board.counts.unknown, size: doNow };
}

/** The lines of *Do now* that are to be seen. */
export function wallDoLines(layout: WallLayout, { snapshot, view, size }: ScreenProps): readonly Line[] {
  const frame = layout.shape === 'tiles' ? 'framed' : isRuled(size) ? 'ruled' : 'bare';
  return layout.doNow.rows <= 0 ? [] : doNowLines(doNowPanel(layout, snapshot, view), frame);
}

function isRuled({ rows }: Size): boolean {
  return rows >= 9;
}

function DoNowPanel(props: WallScreenProps): ReactNode {
  const { layout, snapshot, view, theme } = props;
  const { doNow } = layout;
  if (doNow.rows <= 0) return null;
  const panel = { ...doNowPanel(layout, snapshot, view), theme };
  return (
    <Guarded {...props} name="Do now" area={doNow}>
      {layout.shape === 'tiles' ? (
        <DoNow {...panel} />
      ) : (
        <DoNowStrip {...panel} ruled={isRuled(props.size)} />
      )}
    </Guarded>
  );
}

function LatestPanel(props: WallScreenProps): ReactNode {
  const { layout, snapshot, theme } = props;
  if (layout.latest.rows <= 0) return null;
  return (
    <Guarded {...props} name="The latest transitions" area={layout.latest}>
      <Latest snapshot={snapshot} size={layout.latest} theme={theme} framed={layout.shape === 'tiles'} />
    </Guarded>
  );
}

interface GuardedProps extends WallScreenProps {
  readonly name: string;
  readonly area: Size;
  readonly children: ReactNode;
}

function Guarded({ name, area, snapshot, theme, children }: GuardedProps): ReactNode {
  return (
    <PanelBoundary name={name} size={area} theme={theme} attempt={snapshot}>
      {children}
    </PanelBoundary>
  );
}
